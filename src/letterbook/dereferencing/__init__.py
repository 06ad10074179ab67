"""Dereferencing: a publication asked for its IRIs as real clients ask, and what they get judged."""

from letterbook.dereferencing.audit import SAMPLED_IRIS, Audit, audit
from letterbook.dereferencing.clients import CLIENTS, Client

__all__ = ["CLIENTS", "SAMPLED_IRIS", "Audit", "Client", "audit"]
