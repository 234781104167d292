"""A test that needs a server is skipped without one on a person's machine, and fails in CI."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

GUARD = Path(__file__).resolve().parents[1] / "ci_guard.py"
TEST = "import pytest\n\n@pytest.mark.{marker}\ndef test_it():\n    pass\n"


def run(tmp_path: Path, marker: str, **environment: str) -> str:
    """The last line that pytest says of a test with this marker, on a machine without servers and browser."""
    shutil.copy(GUARD, tmp_path / "ci_guard.py")
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["ci_guard"]\n')
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n postgresql\n redis\n browser\n killed\n")
    (tmp_path / "test_it.py").write_text(TEST.format(marker=marker))
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:django", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        env={"PATH": "/nowhere", "HOME": os.environ.get("HOME", "/")} | environment,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip().splitlines()[-1]


@pytest.mark.parametrize("marker", ["postgresql", "redis", "browser", "killed"])
def test_a_missing_server_skips_here_and_fails_in_ci(marker: str, tmp_path: Path):
    assert run(tmp_path, marker).startswith("1 skipped")
    assert run(tmp_path, marker, CI="true").startswith("1 error")


def test_with_its_server_it_runs(tmp_path: Path):
    assert run(tmp_path, "redis", CI="true", REDIS_URL="redis://host").startswith("1 passed")
