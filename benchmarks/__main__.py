"""`python -m benchmarks`: a book of a million entries on SQLite, and on PostgreSQL when DATABASE_URL names one."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit


def measure(folder: Path, url: str = "") -> list[dict]:
    """Measure one database in a process of its own, in a folder of its own."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DEBUG": "false",
        "VAR_DIR": str(folder / "var"),
        "DATABASE_URL": url,
    }
    (folder / "var").mkdir()
    command = [sys.executable, "-m", "benchmarks.measure", str(folder)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def on_postgresql(folder: Path, url: str) -> list[dict]:
    """In a database beside the one that `url` names, made for this and dropped afterwards."""
    import psycopg

    name = urlsplit(url).path.strip("/") + "_bench"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            return measure(folder, url.rsplit("/", 1)[0] + "/" + name)
        finally:
            connection.execute(f'DROP DATABASE "{name}"')


def main() -> None:
    url = os.environ.get("DATABASE_URL", "")
    lines = []
    with tempfile.TemporaryDirectory(prefix="lodebook-bench-") as folder:
        lines += measure(Path(folder))
    if url.startswith("postgres"):
        with tempfile.TemporaryDirectory(prefix="lodebook-bench-") as folder:
            lines += on_postgresql(Path(folder), url)
    print("| database | what | ours | floor | ratio | the floor is |")
    print("|---|---|---|---|---|---|")
    for line in lines:
        ratio = line["ours"] / line["floor"]
        seconds = f"{line['ours']:.2f} s | {line['floor']:.2f} s | {ratio:.1f}"
        print(f"| {line['database']} | {line['what']} | {seconds} | {line['floor_is']} |")
        if line["more"]:
            print(f"|  | {line['more']} |  |  |  |  |")


if __name__ == "__main__":
    main()
