"""`python -m benchmarks`: a book of a million entries on SQLite, and on PostgreSQL when DATABASE_URL names one."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks import imports


def measure(folder: Path, url: str = "") -> None:
    """Measure one database in a process of its own, in a folder of its own."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DEBUG": "false",
        "VAR_DIR": str(folder / "var"),
        "DATABASE_URL": url,
    }
    (folder / "var" / "static").mkdir(parents=True)
    command = [sys.executable, "-m", "benchmarks.measure", str(folder)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    for line in done.stdout.splitlines():
        show(json.loads(line))


def beside(url: str, name: str) -> str:
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def on_postgresql(folder: Path, url: str) -> None:
    """In a database beside the one that `url` names, made for this and dropped afterwards."""
    import psycopg

    name = urlsplit(url).path.strip("/") + "_bench"
    with psycopg.connect(beside(url, "postgres"), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            measure(folder, beside(url, name))
        finally:
            connection.execute(f'DROP DATABASE "{name}"')


def show(line: dict) -> None:
    ratio = line["ours"] / line["floor"]
    seconds = f"{line['ours']:.2f} s | {line['floor']:.2f} s | {ratio:.1f}"
    print(f"| {line['database']} | {line['what']} | {seconds} | {line['floor_is']} | {line['more']} |", flush=True)


def main() -> None:
    url = os.environ.get("DATABASE_URL", "")
    print("| database | what | ours | floor | ratio | the floor is | |")
    print("|---|---|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory(prefix="lodebook-bench-") as folder:
        measure(Path(folder))
    if url.startswith("postgres"):
        with tempfile.TemporaryDirectory(prefix="lodebook-bench-") as folder:
            on_postgresql(Path(folder), url)
        imports.main(url)


if __name__ == "__main__":
    main()
