"""`python -m benchmarks.mutation formulas` (or `services`): which changes of a line of money no test notices.

mutmut changes one operator, number, word or argument at a time and runs the tests that reach it. `formulas` tries every
such change of the calculations through which money runs, against their own tests, without a database. `services` draws
SAMPLE changes of the services of money by SEED, against tests with a database. Both work in a copy under `var/`, slowly
and in the background: never in CI. A second run goes on where the first was stopped; `--anew` begins again.
"""

import json
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MUTMUT = Path(sys.executable).with_name("mutmut")
SOURCES = ("config", "portfolio", "projects", "record")
COPIED = (
    *SOURCES,
    *("tests", "benchmarks", "docs", "templates", "static"),
    *("conftest.py", "manage.py", "pyproject.toml", "requirements"),
)
SAMPLE, SEED = 150, 20261128
JOURNEYS = (
    *("amended_in_its_form", "approvals", "award_moved", "changed_together", "corporate_action", "deal_changed"),
    *("deal_of_several", "endings", "every_kind_again", "merge", "milestones", "officer_corrections"),
    *("officer_new_deal", "record_progress", "several_proposals"),
)
"""The journeys in which an officer writes money."""
KILLED, SURVIVED, UNTESTED = "killed", "survived", "no test reaches it"
OUTCOMES = {0: SURVIVED, 5: UNTESTED, 33: UNTESTED, None: "not tried"}
"""Of mutmut's exit codes; any other is a change that a test noticed, by failing or by running without end."""


@dataclass(frozen=True, slots=True)
class Field:
    """What is changed, and the tests that should notice."""

    changed: tuple[str, ...]
    tests: tuple[str, ...]
    sample: int | None = None
    processes: int = 2


FIELDS = {
    "formulas": Field(
        changed=(
            "portfolio/calculations/*",
            "projects/calculations/attribution.py",
            "projects/calculations/units.py",
            *(f"record/calculations/{name}.py" for name in ("as_of", "formatting", "hash_chain", "partial_dates")),
        ),
        tests=(
            *("tests/portfolio/calculations", "tests/record/calculations"),
            *(f"tests/projects/calculations/test_{name}.py" for name in ("attribution", "units")),
        ),
    ),
    "services": Field(
        changed=(
            *(f"portfolio/services/{name}.py" for name in ("ledger", "ledger_check", "deals")),
            *("portfolio/services/investments.py", "portfolio/services/tranches.py", "portfolio/services/handlers/*"),
        ),
        tests=(
            *("tests/portfolio/services", "tests/portfolio/models", "tests/record/services/test_proposals.py"),
            *(f"tests/journeys/test_{name}.py" for name in JOURNEYS),
            *(f"tests/portfolio/imports/test_{name}.py" for name in ("transactions", "ledger_file", "daily_downloads")),
        ),
        sample=SAMPLE,
        processes=1,  # they share one database
    ),
}


def copy(folder: Path, field: Field) -> None:
    """Copy the project, with mutmut's settings for this field beside it."""
    folder.mkdir(parents=True)
    ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=ignored)
        elif source.exists():
            shutil.copy(source, folder / name)
    settings = {
        "source_paths": SOURCES,
        "only_mutate": field.changed,
        "also_copy": tuple(name for name in COPIED if name not in (*SOURCES, "tests")),
        "pytest_add_cli_args_test_selection": field.tests,
        "pytest_add_cli_args": ("-p", "no:cacheprovider", "--reuse-db", "-m", "not slow and not killed"),
        "track_dependencies": ("false",),
    }
    lines = ["[mutmut]", *(f"{name} =\n    " + "\n    ".join(parts) for name, parts in settings.items())]
    (folder / "setup.cfg").write_text("\n".join(lines) + "\n", encoding="utf-8")


def mutmut(folder: Path, *arguments: str) -> int:
    """Run mutmut in the copy, behind everything else on the machine."""
    environment = os.environ | {"DEBUG": "true", "PYTHONPATH": ""}
    environment.pop("DATABASE_URL", None)
    return subprocess.run(["nice", "-n", "19", MUTMUT, *arguments], cwd=folder, env=environment, check=False).returncode


def outcomes(folder: Path) -> dict[str, str]:
    """Mutant → what became of it."""
    found: dict[str, str] = {}
    for path in sorted((folder / "mutants").rglob("*.meta")):
        codes = json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
        found |= {name: OUTCOMES.get(code, KILLED) for name, code in codes.items()}
    return found


def drawn(names: list[str], sample: int, seed: int = SEED) -> list[str]:
    """So many of the mutants, the same ones for the same seed."""
    return sorted(random.Random(seed).sample(sorted(names), min(sample, len(names))))


def report(folder: Path, names: list[str]) -> Iterator[str]:
    """How many were killed, file by file, and each survivor as a difference."""
    found = outcomes(folder)
    by_file: dict[str, Counter[str]] = {}
    for name in names:
        by_file.setdefault(name.rsplit(".", 1)[0], Counter())[found[name]] += 1
    total: Counter[str] = sum(by_file.values(), Counter())
    yield "| file | killed | survived | no test reaches it | not tried |"
    yield "|---|---|---|---|---|"
    for file, count in [*sorted(by_file.items()), ("all", total)]:
        yield f"| {file} | {count[KILLED]} | {count[SURVIVED]} | {count[UNTESTED]} | {count['not tried']} |"
    tried = total.total() - total["not tried"]
    yield f"{total[KILLED]} of {tried} killed: {total[KILLED] / tried:.1%}" if tried else "None was tried."
    for name in names:
        if found[name] in (SURVIVED, UNTESTED):
            shown = subprocess.run([MUTMUT, "show", name], cwd=folder, capture_output=True, text=True, check=False)
            lines = [line for line in shown.stdout.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]
            yield f"\n{name}: {found[name]}"
            yield from lines


def main(name: str, *options: str) -> None:
    field, folder = FIELDS[name], ROOT / "var" / "mutation" / name
    if "--anew" in options:
        shutil.rmtree(folder, ignore_errors=True)
    if not folder.exists():
        copy(folder, field)
    processes = ("--max-children", str(field.processes))
    names = []
    if field.sample:
        mutmut(folder, "run", *processes, "none of them")  # it makes all changes, and finds out which tests reach them
        names = drawn(list(outcomes(folder)), field.sample)
        if not names:
            sys.exit("mutmut made no change to try. Read above what it says, and begin again with --anew.")
    mutmut(folder, "run", *processes, *names)
    print("\n".join(report(folder, names or sorted(outcomes(folder)))))


if __name__ == "__main__":
    main(*sys.argv[1:])
