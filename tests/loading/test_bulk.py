"""Bulk loading: the store's own loader takes the folder, and ``load`` then knows what is there."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from store_servers import FUSEKI, fuseki, virtuoso

from letterbook.credentials import Credentials
from letterbook.errors import OutputError, UsageError
from letterbook.loading import Extent, Wish, load, write_bulk

pytestmark = pytest.mark.server


def test_virtuoso_takes_the_folder_and_a_later_load_sends_nothing(tmp_path: Path, built: Path) -> None:
    if not shutil.which("isql-vt"):
        pytest.skip("isql of Virtuoso is not installed (Debian package virtuoso-opensource-7-bin)")
    home = tmp_path / "virtuoso"
    home.mkdir()
    server = virtuoso(home)
    command = write_bulk(built, "virtuoso", home / "bulk")
    assert command.startswith(f"isql 1111 dba PASSWORD {home}/bulk/load.sql")
    server.start()
    try:
        run = ["isql-vt", f"127.0.0.1:{server.sql}", "dba", "dba", str(home / "bulk/load.sql")]
        said = subprocess.run(run, capture_output=True, text=True, check=False)
        assert "0 Rows." in said.stdout, said.stdout + said.stderr
        wish = Wish(verify=Extent.COUNTS)
        done = load(built, server.address, Credentials("dba", "dba"), print, wish=wish)
        assert (done.sent, done.dropped, done.findings) == ([], [], [])
        assert done.unchanged > 20
    finally:
        server.kill()


def test_tdb2_takes_the_folder_and_a_later_load_to_fuseki_sends_nothing(tmp_path: Path, built: Path) -> None:
    home = tmp_path / "fuseki"
    home.mkdir()
    server = fuseki(home)  # skips where it is not there; the loader is in the same jar
    command = shlex.split(write_bulk(built, "tdb2", tmp_path / "bulk").replace("DB", f"{home}/tdb2"))
    jar = str(max(FUSEKI.glob("jena-fuseki-server-*.jar")))
    said = subprocess.run(["java", "-cp", jar, *command], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout + said.stderr
    server.start()
    try:
        wish = Wish(verify=Extent.ALL)
        done = load(built, server.address, Credentials(), print, wish=wish)
        assert (done.sent, done.dropped) == ([], [])
        assert done.unchanged > 20
    finally:
        server.kill()


def test_a_folder_that_is_not_empty_and_a_loader_nobody_knows_are_refused(tmp_path: Path, built: Path) -> None:
    (tmp_path / "mine").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="is no empty folder"):
        write_bulk(built, "tdb2", tmp_path)
    with pytest.raises(UsageError, match="choose one of: virtuoso, tdb2, qlever"):
        write_bulk(built, "other", tmp_path / "new")
    command = write_bulk(built, "tdb2", tmp_path / "new")
    assert command == f"tdb2.tdbloader --loc DB {tmp_path}/new/letterbook.nq {tmp_path}/new/register.nq"
