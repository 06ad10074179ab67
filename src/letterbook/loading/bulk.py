"""A folder for a store's own bulk loader: the statements, the register, and the command that takes them in.

A store that was filled so is known to ``load`` afterwards: the register is among the statements, so only changes are sent.

Source:  Virtuoso, Bulk Loading RDF Source Files; Jena, TDB2 command line tools (tdb2.tdbloader); QLever's index builder, not run by us
"""

from __future__ import annotations

import shutil
from pathlib import Path

from letterbook.errors import OutputError, UsageError
from letterbook.loading.graphs import graphs_of
from letterbook.loading.register import Held, entries

STATEMENTS, REGISTER_FILE = "letterbook.nq", "register.nq"

_VIRTUOSO = """\
ld_dir ('{folder}', '*.nq', '{base}');
rdf_loader_run ();
checkpoint;
select ll_file, ll_error from DB.DBA.load_list where ll_error is not null;
"""
COMMANDS = {
    "virtuoso": "isql 1111 dba PASSWORD {folder}/load.sql    # DirsAllowed in virtuoso.ini must have {folder}",
    "tdb2": "tdb2.tdbloader --loc DB {folder}/letterbook.nq {folder}/register.nq",
    "qlever": "qlever-index -i letterbook -F nq -f {folder}/letterbook.nq -F nq -f {folder}/register.nq",
}
"""The command of each bulk loader."""


def write_bulk(build: Path, kind: str, out: Path) -> str:
    """Write the folder for a bulk loader; the command that takes it in.

    Raises:  UsageError for a loader that is not known; OutputError where the folder is not empty, or the disk refuses.
    """
    if kind not in COMMANDS:
        raise UsageError(f"{kind!r} is not a bulk loader that is known", remedy=f"choose one of: {', '.join(COMMANDS)}")
    graphs, folder = graphs_of(build), out.absolute()
    if "'" in str(folder) or " " in str(folder):
        raise UsageError("the loaders take no path with a blank or an apostrophe", str(folder), "choose another --out")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError(f"{str(out)!r} is no empty folder", remedy="choose another --out")
    held = ((graph, Held(digest, graphs.triples(graph).count(b"\n"))) for graph, digest in graphs.digests.items())
    lines = entries(held).replace(" .\n", f" <{graphs.register}> .\n")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(build / STATEMENTS, folder / STATEMENTS)
        (folder / REGISTER_FILE).write_text(lines, encoding="utf-8", newline="\n")
        if kind == "virtuoso":
            (folder / "load.sql").write_text(_VIRTUOSO.format(folder=folder, base=graphs.base), encoding="utf-8")
    except OSError as error:
        raise OutputError(
            f"cannot write: {error.strerror}", str(out), "free some space or choose another --out"
        ) from error
    return COMMANDS[kind].format(folder=folder)
