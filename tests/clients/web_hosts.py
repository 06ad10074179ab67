"""Web servers over the files of a site, run with the rules that a build has written for them; skipped where they are not installed."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def hosting(server: str, site: Path, rules: Mapping[str, bytes], work: Path) -> Iterator[str]:
    """The address of nginx or apache over a site; ``rules`` are the files of a build with rules, by their paths."""
    port = _free_port()
    command = (_nginx if server == "nginx" else _apache)(site, rules, work, port)
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _answers(port)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _answers(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server has not begun to listen")


def _program(*names: str) -> str:
    for name in names:
        found = shutil.which(name, path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
        if found:
            return found
    pytest.skip(f"{names[0]} is not installed")


def _nginx(site: Path, rules: Mapping[str, bytes], work: Path, port: int) -> list[str]:
    program = _program("nginx")
    ours = rules["hosting/nginx.conf"].decode()
    ours = ours.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("/srv/letterbook/build/site", str(site))
    (work / "letterbook.conf").write_text(ours)
    temporary = "".join(
        f"{name}_temp_path {work}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = f"daemon off; master_process off; pid {work}/pid; error_log {work}/error; events {{}}\n"
    (work / "main.conf").write_text(f"{main}http {{ access_log off; {temporary} include {work}/letterbook.conf; }}\n")
    return [program, "-c", str(work / "main.conf"), "-p", str(work)]


def _apache(site: Path, rules: Mapping[str, bytes], work: Path, port: int) -> list[str]:
    program = _program("apache2", "httpd")
    folder = next(
        (path for path in (Path("/usr/lib/apache2/modules"), Path("/usr/lib64/httpd/modules")) if path.is_dir()), None
    )
    if folder is None:
        pytest.skip("the modules of Apache are not where they are looked for")
    modules = ("mpm_event", "authz_core", "mime", "dir", "headers", "rewrite")
    lines = [f"LoadModule {name}_module {folder}/mod_{name}.so" for name in modules]
    lines += [
        f"ServerRoot {work}",
        "ServerName localhost",
        f"Listen 127.0.0.1:{port}",
        f"PidFile {work}/pid",
        f"ErrorLog {work}/error",
        f"TypesConfig {work}/mime.types",
        f"DefaultRuntimeDir {work}",
        "User nobody",
        "Group nogroup",
        f"DocumentRoot {site}",
        f"<Directory {site}>\nAllowOverride All\nRequire all granted\n</Directory>",
    ]
    (work / "mime.types").write_text("text/plain txt\n")
    (work / "main.conf").write_text("\n".join(lines) + "\n")
    return [program, "-f", str(work / "main.conf"), "-DFOREGROUND"]
