"""Each module of formulas has a version: raised by whoever changes a figure, so that a kept answer can say which did.

After a change: WRITE_GOLDEN=1 pytest tests/golden. Where a golden has other bytes since, raise the version of the
module in portfolio/formula_versions.csv first.
"""

import ast
import csv
import os
from hashlib import sha256
from pathlib import Path

from portfolio import formulas

from .test_versions import GOLDENS
from .test_versions import written as goldens_written


def modules() -> dict[str, Path]:
    """Every module of formulas by its dotted name."""
    paths = (
        path
        for package in formulas.PACKAGES
        for path in sorted((formulas.ROOT / package / "calculations").rglob("*.py"))
    )
    return {
        ".".join(path.relative_to(formulas.ROOT).with_suffix("").parts): path
        for path in paths
        if path.stat().st_size > 200
    }


def digest(path: Path) -> str:
    """SHA-256 of what a module does: its syntax, without docstrings and comments."""
    tree = ast.parse(path.read_bytes())
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            node.body = [one for one in node.body if not is_text(one)] or [ast.Pass()]
    return sha256(ast.dump(tree).encode()).hexdigest()


def is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def test_a_module_that_changed_is_written_down_and_raised_where_a_figure_changed():
    before = formulas.written()
    now = {name: digest(path) for name, path in modules().items()}
    others = {name for name in now.keys() & before.keys() if now[name] != before[name][1]}
    bytes_changed = [
        name
        for name, (_, kept) in goldens_written().items()
        if sha256((GOLDENS / f"{name}.csv").read_bytes()).hexdigest() != kept
    ]
    if os.environ.get("WRITE_GOLDEN"):
        assert not (others and bytes_changed), (
            f"{others} changed with {bytes_changed}: raise the version of what did it"
        )
        rows = [(name, before.get(name, (formulas.FIRST, ""))[0], found) for name, found in sorted(now.items())]
        with formulas.WRITTEN.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([("module", "version", "sha256"), *rows])
        formulas.written.cache_clear()
    assert {name: found for name, (_, found) in formulas.written().items()} == now


def test_words_and_comments_are_no_part_of_a_digest(tmp_path):
    one, same, other = (tmp_path / name for name in ("one.py", "same.py", "other.py"))
    one.write_text('"""Adds."""\n\n\ndef add(a, b):\n    """The sum."""\n    return a + b\n')
    same.write_text("def add(a, b):\n    return a + b  # of both\n")
    other.write_text("def add(a, b):\n    return a - b\n")
    assert digest(one) == digest(same) != digest(other)


def test_a_report_reaches_the_formulas_behind_it_and_no_others():
    reached = set(formulas.reached_from("portfolio.reports.exposure"))
    assert {"portfolio.calculations.balance", "portfolio.calculations.figures"} <= reached
    assert "projects.calculations.projection" not in reached


def test_what_changed_is_named_with_both_versions():
    named = "portfolio.calculations.balance"
    (told,) = formulas.changed({named: 7}, "portfolio.reports.exposure")
    assert told == f"{named} (version 7 then, {formulas.written()[named][0]} now)"
    assert formulas.changed({"projects.calculations.projection": 7}, "portfolio.reports.exposure") == []
    (gone,) = formulas.changed({"portfolio.calculations.gone": 2}, "portfolio.reports.exposure")
    assert gone == "portfolio.calculations.gone (version 2 then, 0 now)"
