"""The package is installed by pip as it stands, and needs nothing of the product."""

import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ASKS = """
import sys, lodebook
try:
    lodebook.report("exposure")
except lodebook.Problem as problem:
    print(problem)
print(lodebook.__file__)
print([name for name in ("django", "portfolio", "requests", "urllib3") if name in sys.modules])
"""


@pytest.mark.long
def test_pip_installs_it_and_it_imports_no_django(tmp_path: Path):
    """Without a network: flit-core, which builds it, is among the locked dependencies."""
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--no-build-isolation", "--target", tmp_path, ROOT / "client"], check=True, cwd=tmp_path)
    environment = {"PYTHONPATH": str(tmp_path), "LODEBOOK_URL": "https://book.example.gov"}
    ran = subprocess.run(
        [sys.executable, "-c", ASKS], env=environment, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    told, file, imported = ran.stdout.splitlines()
    assert told.startswith("No token is given. You make a token at https://book.example.gov/tokens/.")
    assert Path(file).is_relative_to(tmp_path)
    assert imported == "[]"
    assert (tmp_path / "lodebook" / "py.typed").exists()


def test_what_it_needs_is_no_newer_than_what_it_is_tested_with():
    """pandas>=2.2 and the like: the lower bound of each is below the version that is locked."""
    for row in tomllib.loads((ROOT / "client" / "pyproject.toml").read_text())["project"]["dependencies"]:
        name, least = row.split(">=")
        assert tuple(map(int, least.split("."))) <= tuple(map(int, version(name).split(".")[:2]))
