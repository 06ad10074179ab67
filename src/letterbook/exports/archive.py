"""ZIP files that are the same bytes whenever and wherever they are made.

Members are stored and not compressed: what a compressor gives differs between versions of zlib.

Source:  APPNOTE 6.3, section 4.4.6 (times; the earliest is 1980-01-01)
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from typing import IO

from letterbook.exports.form import File

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_READABLE = 0o100644 << 16


def write_archive(out: IO[bytes], files: Iterable[File]) -> None:
    """Write the files as one ZIP, in the order in which they come."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, chunks in files:
            member = zipfile.ZipInfo(name, _FIRST_DAY)
            member.create_system, member.external_attr = _UNIX, _READABLE
            with archive.open(member, "w", force_zip64=True) as into:
                for chunk in chunks:
                    into.write(chunk)
