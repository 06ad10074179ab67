"""Documents in, bytes out: one file a format, each with FORMAT, ``write`` for a document and ``join`` for many such files.

To add a format: a file with these three parts, its entry in ``formats.py`` and its name in the list that the build writes.
"""
