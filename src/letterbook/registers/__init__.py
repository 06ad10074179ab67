"""Registers: who, which office, which place and which edition is meant."""

from letterbook.registers.graphs import NAME_PROPERTIES, local_name, records_of
from letterbook.registers.loading import Registers, load_registers
from letterbook.registers.resolving import resolve

__all__ = ["NAME_PROPERTIES", "Registers", "load_registers", "local_name", "records_of", "resolve"]
