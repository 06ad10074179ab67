"""OpenRefine itself, without a window, matches a table against a build and takes two columns from it."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from web_client import fetch, serving

pytestmark = pytest.mark.server

ENGINE = json.dumps({"facets": [], "mode": "row-based"})
TABLE = 'name\nMustafa Kemal\n"Kemal, Mustafa"\nTurkey\nNobody at all\n'
START_SECONDS = 90


class OpenRefine:
    """The program, asked as its own pages ask it."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.project = ""

    def command(self, name: str, **fields: str) -> Any:
        """The answer to one command on the project; what it begins has ended then."""
        fields["csrf_token"] = self.token()
        body = urllib.parse.urlencode(fields).encode()
        answer = self._open(f"{name}?project={self.project}", body, "application/x-www-form-urlencoded")
        for _ in range(600):
            if not self._open(f"get-processes?project={self.project}")["processes"]:
                return answer
            time.sleep(0.1)
        raise AssertionError(f"{name} does not end")

    def rows(self) -> Any:
        """The rows of the project with what each cell was matched to."""
        return self.command("get-rows", engine=ENGINE)

    def token(self) -> str:
        """A token without which nothing is changed."""
        return str(self._open("get-csrf-token")["token"])

    def take(self, table: str) -> None:
        """Make a project of a table."""
        line = "----table"
        fields = {"project-name": "names", "format": "text/line-based/*sv"}
        parts = [f'name="{key}"\r\n\r\n{value}' for key, value in fields.items()]
        parts.append(f'name="project-file"; filename="names.csv"\r\nContent-Type: text/csv\r\n\r\n{table}')
        body = "".join(f"--{line}\r\nContent-Disposition: form-data; {each}\r\n" for each in parts) + f"--{line}--\r\n"
        options = urllib.parse.quote(json.dumps({"separator": ",", "headerLines": 1, "encoding": "UTF-8"}))
        answer = fetch(
            f"{self.address}create-project-from-upload?csrf_token={self.token()}&options={options}",
            "POST",
            body.encode(),
            Content_Type=f"multipart/form-data; boundary={line}",
        )
        assert answer.status == 302, answer.body
        self.project = answer.headers["Location"].partition("=")[2]

    def _open(self, path: str, body: bytes | None = None, media_type: str = "") -> Any:
        headers = {"Content_Type": media_type} if media_type else {}
        answer = fetch(self.address + path, "POST" if body else "GET", body, **headers)
        assert answer.status == 200, answer.body
        return json.loads(answer.body)


@pytest.fixture
def openrefine(tmp_path: Path, environment: dict[str, str]) -> Iterator[OpenRefine]:
    program = shutil.which("openrefine")
    if program is None:
        pytest.skip("OpenRefine is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (tmp_path / "log").open("wb")
    command = [program, "-i", "127.0.0.1", "-p", str(port), "-d", str(tmp_path / "work"), "-x", "refine.headless=true"]
    process = subprocess.Popen(command, stdout=log, stderr=log, env=environment, start_new_session=True)
    made = OpenRefine(f"http://127.0.0.1:{port}/command/core/")
    try:
        for _ in range(START_SECONDS * 4):
            try:
                made.token()
                break
            except (urllib.error.URLError, ConnectionError, AssertionError):
                time.sleep(0.25)
        else:
            pytest.fail(f"OpenRefine does not start: {(tmp_path / 'log').read_text()}")
        yield made
    finally:
        subprocess.run(["pkill", "-KILL", "-s", str(process.pid)], check=False)
        process.wait(timeout=30)
        log.close()


def test_openrefine_matches_a_column_and_takes_columns_from_a_build(
    openrefine: OpenRefine, built: Path, environment: dict[str, str]
) -> None:
    openrefine.take(TABLE)
    with serving(built, environment) as address:
        service = f"{address}reconcile"
        manifest = json.loads(fetch(service).body)
        spaces = {key: manifest[key] for key in ("identifierSpace", "schemaSpace")}
        reconciling = {"mode": "standard-service", "service": service, "type": None, "autoMatch": True, **spaces}
        config = json.dumps({**reconciling, "columnDetails": [], "limit": 0})
        openrefine.command("reconcile", columnName="name", config=config, engine=ENGINE)
        matched = openrefine.rows()
        recons = matched["recons"] if "recons" in matched else matched["pool"]["recons"]
        found = [recons[str(row["cells"][0]["r"])].get("m", {}).get("id") for row in matched["rows"]]
        assert found == ["actor/mustafa-kemal", "actor/mustafa-kemal", "place/turkey", None]
        wanted = [{"id": "begin", "name": "Birth"}, {"id": "letters_sent", "name": "Letters sent"}]
        openrefine.command(
            "extend-data",
            baseColumnName="name",
            endpoint=service,
            columnInsertIndex="1",
            extension=json.dumps({"properties": wanted}),
            engine=ENGINE,
            **spaces,
        )
        cells = [[cell and cell.get("v") for cell in row["cells"]] for row in openrefine.rows()["rows"]]
    assert cells[:2] == [["Mustafa Kemal", "1881", 1], ["Kemal, Mustafa", "1881", 1]]
