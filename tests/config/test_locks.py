"""Locks hold hashes and no address."""

from pathlib import Path

from config.locks import ROOT, addresses


def test_no_lock_names_an_address():
    assert addresses([*(ROOT / "requirements").glob("*.lock"), ROOT / "package-lock.json"]) == []


def test_an_address_is_found(tmp_path: Path):
    lock = tmp_path / "a.lock"
    lock.write_text("one==1\n--index-url somewhere\ntwo @ https://example.org/two.whl\n")
    assert addresses([lock]) == ["a.lock:2", "a.lock:3"]


def test_development_has_every_package_of_the_runtime_lock():
    def pins(name: str) -> set[str]:
        lines = (ROOT / "requirements" / name).read_text().splitlines()
        return {line.rstrip(" \\") for line in lines if "==" in line and line[0] not in " #"}

    assert pins("runtime.lock") <= pins("dev.lock")
