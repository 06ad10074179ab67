"""XML of letters: TEI P5 with and without correspDesc, and CMIF."""

from letterbook.readers.xml.cast import Listed, listed_in
from letterbook.readers.xml.parsing import XmlRefusedError
from letterbook.readers.xml.tei import read_tei

__all__ = ["Listed", "XmlRefusedError", "listed_in", "read_tei"]
