"""Letterbook."""
