"""Who of a letterbook is meant: names of other people's tables matched against a build, as OpenRefine asks."""

from letterbook.web.reconciliation.endpoint import PATH, Service

__all__ = ["PATH", "Service"]
