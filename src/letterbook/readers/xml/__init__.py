"""XML of letters: TEI P5 with and without correspDesc, and CMIF."""

from letterbook.readers.xml.lists import Listed, Lists, lists_in
from letterbook.readers.xml.parsing import XmlRefusedError
from letterbook.readers.xml.rules import XmlRules, load_xml_rules, xml_rules
from letterbook.readers.xml.tei import read_tei

__all__ = ["RULES", "Listed", "Lists", "XmlRefusedError", "XmlRules", "lists_in", "load_xml_rules", "read_tei"]

RULES = xml_rules().sentences
"""What each rule of this reader says, in a sentence."""
