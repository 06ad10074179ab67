"""Let Schemathesis ask a server whatever its description at /openapi.json allows, and what it does not.

    python tests/benchmarks/openapi.py BUILD [--seconds 120] [--examples 100] [--phases examples,coverage,fuzzing]

Prints the report of Schemathesis. Exit status 1 where an answer was a fault of the server, had a status or a type that the
description has not, or showed the text of a traceback; or where the server wrote one.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

HOOKS = "schemathesis_checks"
"""The module of checks beside the clients of the tests."""
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,no_traceback"


def run(build: Path, examples: int, phases: str, seconds: int | None, environment: dict[str, str]) -> tuple[bool, str]:
    """Serve the build and have it asked; whether all was well, and the report."""
    command = [sys.executable, "-m", "letterbook", "serve", str(build), "--port", "0"]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    assert server.stderr is not None
    try:
        said = server.stderr.readline()
        found = re.search(r"http://\S+", said)
        assert found, said
        program = Path(sys.executable).with_name("schemathesis")
        asking = [str(program), "run", f"{found[0]}openapi.json", "--checks", CHECKS, "--max-examples", str(examples)]
        asking += [
            "--phases",
            phases,
            "--seed",
            "1",
            "--no-color",
            "--continue-on-failure",
            "--generation-database",
            ":memory:",
        ]
        asking += ["--max-time", str(seconds)] if seconds else []
        hooks = {"SCHEMATHESIS_HOOKS": HOOKS, "PYTHONPATH": str(Path(__file__).parent.parent / "clients")}
        with tempfile.TemporaryDirectory() as folder:  # it keeps notes where it is run
            done = subprocess.run(
                asking, cwd=folder, capture_output=True, text=True, env={**environment, **hooks}, check=False
            )
    finally:
        server.send_signal(signal.SIGINT)
        said = server.communicate(timeout=30)[1]
    report = done.stdout + done.stderr + said
    return done.returncode == 0 and server.returncode == 0 and "Traceback" not in said, report


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("build", type=Path)
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--examples", type=int, default=100)
    parser.add_argument("--phases", default="examples,coverage,fuzzing")
    given = parser.parse_args()
    well, report = run(given.build, given.examples, given.phases, given.seconds, dict(os.environ))
    sys.stdout.write(report)
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
