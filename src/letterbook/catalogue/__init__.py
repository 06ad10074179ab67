"""A build as a catalogue of letters and names: what pages and exports read of its documents."""

from letterbook.catalogue.entries import Beside, Entry, Part, Party, Station
from letterbook.catalogue.graph import Words
from letterbook.catalogue.names import Name
from letterbook.catalogue.opening import Catalogue, Whole, open_catalogue
from letterbook.catalogue.period import Period, period_of
from letterbook.catalogue.stated import Said
from letterbook.catalogue.times import When

__all__ = [
    "Beside",
    "Catalogue",
    "Entry",
    "Name",
    "Part",
    "Party",
    "Period",
    "Said",
    "Station",
    "When",
    "Whole",
    "Words",
    "open_catalogue",
    "period_of",
]
