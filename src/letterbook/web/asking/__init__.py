"""The page on which people ask: with a form or in SPARQL, with results as a table, a timeline, a map or a network."""

from letterbook.web.asking.page import PAGE, TERMS, QueryPage
from letterbook.web.asking.yasgui import FOLDER as YASGUI
from letterbook.web.asking.yasgui import Assets, Yasgui, find_yasgui

__all__ = ["PAGE", "TERMS", "YASGUI", "Assets", "QueryPage", "Yasgui", "find_yasgui"]
