"""Registers: who, which office, which place and which edition is meant."""

from letterbook.registers.loading import Registers, load_registers
from letterbook.registers.resolving import resolve

__all__ = ["Registers", "load_registers", "resolve"]
