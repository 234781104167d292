"""Runs mypy and refuses more errors in a file than config/typing_baseline.csv counts. The counts may only shrink.

A file of a strict package (the overrides of pyproject.toml) has no error, and no line in the baseline.

`python -m config.typing_baseline --write` counts anew, and refuses where a file would have more than before.
"""

import csv
import os
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BASELINE = ROOT / "config" / "typing_baseline.csv"


def counts(output: str) -> Counter[str]:
    """Errors a file, of what mypy prints."""
    return Counter(line.split(":", 1)[0] for line in output.splitlines() if ": error: " in line)


def grown(found: Counter[str], known: Counter[str]) -> list[str]:
    """The files with more errors than are known, in words."""
    return [
        f"{name}: {count} errors, {known[name]} known" for name, count in sorted(found.items()) if count > known[name]
    ]


def shrunk(found: Counter[str], known: Counter[str]) -> list[str]:
    """The files with fewer errors than are known."""
    return [name for name, count in sorted(known.items()) if found[name] < count]


def strict_folders(pyproject: str) -> tuple[str, ...]:
    """The folders of the packages that the overrides of mypy's settings make strict."""
    overrides = tomllib.loads(pyproject)["tool"]["mypy"]["overrides"]
    names = [name for one in overrides if one.get("disallow_untyped_defs") for name in one["module"]]
    return tuple(name.removesuffix("*").replace(".", "/") for name in names)


def wrong_in_strict(found: Counter[str], folders: tuple[str, ...]) -> list[str]:
    """The files of strict packages that have an error, in words."""
    return [
        f"{name}: {count} errors, and this package is strict"
        for name, count in sorted(found.items())
        if name.startswith(folders)
    ]


def read(path: Path) -> Counter[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return Counter({row["file"]: int(row["errors"]) for row in csv.DictReader(file)})


def write(path: Path, found: Counter[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["file", "errors"])
        rows.writerows(sorted(found.items()))


def main(arguments: list[str]) -> None:
    """Exit with the files that grew and their errors, or say how far the baseline is."""
    command = [sys.executable, "-m", "mypy", "--no-error-summary"]
    environment = {"DEBUG": "true", **os.environ}
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if ran.returncode not in (0, 1):
        sys.exit(f"mypy could not run.\n{ran.stdout}{ran.stderr}")
    found = counts(ran.stdout)
    known = read(BASELINE) if BASELINE.exists() else found
    folders = strict_folders((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    if more := [*wrong_in_strict(found, folders), *grown(found, known)]:
        names = {line.split(":", 1)[0] for line in more}
        errors = [line for line in ran.stdout.splitlines() if line.split(":", 1)[0] in names]
        sys.exit("\n".join([*errors, *more, "Annotate what is new until the count is no more than is known."]))
    if "--write" in arguments:
        write(BASELINE, found)
    elif fewer := shrunk(found, known):
        sys.exit(f"Fewer errors in {', '.join(fewer)}. Keep it so: python -m config.typing_baseline --write")
    print(f"mypy knows {found.total()} errors in {len(found)} files, and no new one.")


if __name__ == "__main__":
    main(sys.argv[1:])
