"""The command line: stdout is data, stderr is talk."""

from letterbook.cli.app import main

__all__ = ["main"]
