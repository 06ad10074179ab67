"""An installed wheel is all that a user needs: it finds its ontology, shapes and sample outside of any checkout."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from letterbook.resources import resource_folder


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Path:
    """The wheel, built from a copy of what git would give to a fresh clone."""
    source = tmp_path_factory.mktemp("source") / "checkout"
    keep_out = shutil.ignore_patterns(".git", ".*_cache", "__pycache__", ".venv", "build", "dist", ".hypothesis")
    shutil.copytree(root, source, ignore=keep_out)
    out = source.parent / "dist"
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(source)],
        check=True, capture_output=True, env=environment,
    )  # fmt: skip
    return next(out.glob("*.whl"))


def test_the_wheel_holds_program_rules_queries_ontology_shapes_sample_and_licence(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in (
        "letterbook/py.typed",
        "letterbook/queries/replies.rq",
        "letterbook/web/pages/strings/en.yaml",
        "letterbook/web/pages/templates/base.html",
        "letterbook/web/pages/templates/pages.css",
        "letterbook/readers/text/rules/gazetteer/europe-places.csv",
        "letterbook/readers/text/rules/lang/en.yaml",
        "letterbook/readers/text/rules/series/dvp-en.yaml",
        "letterbook/_resources/ontology/types.ttl",
        "letterbook/_resources/shapes/letter.ttl",
        "letterbook/_resources/data/letterbook.toml",
        "letterbook/_resources/data/letters/000_fe7cd0140cad9c37.txt",
    ):
        assert name in names
    assert any(name.endswith("LICENSE") for name in names)
    assert not any(name.startswith("tests") for name in names)


def test_init_and_build_run_in_an_environment_of_their_own(
    wheel: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    """The wheel is installed alone; only the libraries that it depends on are lent from outside."""
    venv.create(tmp_path / "env", with_pip=False)
    site = next((tmp_path / "env").rglob("site-packages"))
    zipfile.ZipFile(wheel).extractall(site)
    libraries = next(path for path in sys.path if path.endswith("site-packages"))
    (site / "lent.pth").write_text(libraries + "\n", encoding="utf-8")
    python = tmp_path / "env/bin/python"
    work = tmp_path / "work"
    work.mkdir()
    run = {
        "cwd": work,
        "env": {k: v for k, v in environment.items() if k != "PYTHONPATH"},
        "capture_output": True,
        "text": True,
    }
    where = subprocess.run([python, "-c", "import letterbook; print(letterbook.__file__)"], check=True, **run)  # type: ignore[call-overload]
    assert where.stdout.startswith(str(tmp_path))
    for command in (["init", "x"], ["build", "x", "--frozen"], ["query", "--example", "replies"], ["doctor"]):
        done = subprocess.run([python, "-m", "letterbook", *command], check=False, **run)  # type: ignore[call-overload]
        assert done.returncode == 0, done.stdout + done.stderr
    assert (work / "build/site/letter/dvp-4-319.ttl").is_file()


def test_a_checkout_finds_the_same_folders(root: Path) -> None:
    for name in ("ontology", "shapes", "data"):
        assert resource_folder(name) == root / name
