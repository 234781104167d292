"""Refuses a lock file that names an address: where packages come from is the installer's affair, not the lock's."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def addresses(files: list[Path]) -> list[str]:
    """Return "file:line" of every line that holds an address."""
    return [
        f"{path.name}:{number}"
        for path in files
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if "://" in line or "--index-url" in line or "--find-links" in line
    ]


def main() -> None:
    """Exit with the lines found, if any."""
    found = addresses([*sorted((ROOT / "requirements").glob("*.lock")), ROOT / "package-lock.json"])
    if found:
        sys.exit("A lock file names an address: " + ", ".join(found) + ". Lock again without it.")
    print("No lock file names an address.")


if __name__ == "__main__":
    main()
