"""Documents in, bytes out: one file a format, each with FORMAT, ``write`` for one document and ``write_all`` for many.

To add a format: a file with these three parts, its entry in ``formats.py`` and its name in the list that the build writes.
"""
