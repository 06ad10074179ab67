"""The page on which people ask: with a form or in SPARQL, with results as a table, a timeline, a map or a network."""

from letterbook.web.asking.page import PAGE, TERMS, QueryPage

__all__ = ["PAGE", "TERMS", "QueryPage"]
