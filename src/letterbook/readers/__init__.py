"""Readers: one room a source format; each yields readings."""
