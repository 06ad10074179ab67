"""Loading a build into a triple store elsewhere, by the SPARQL protocols or by the store's own loader."""

from letterbook.loading.bulk import COMMANDS, write_bulk
from letterbook.loading.load import Loaded, Wish, load
from letterbook.loading.stores import STORES
from letterbook.loading.verify import Extent

__all__ = ["COMMANDS", "STORES", "Extent", "Loaded", "Wish", "load", "write_bulk"]
