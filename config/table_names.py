"""Lint: no SQL outside migrations names a table literally; the name comes from `_meta.db_table`.

Run as `python -m config.table_names`. A string of product code that holds the name of a table is reported.
"""

import ast
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
PRODUCT = ("config", "portfolio", "projects", "record")
SQL = re.compile(r"\b(FROM|INTO|UPDATE|JOIN|TABLE|ON)\s+\"?(\w+)", re.IGNORECASE)


def tables() -> set[str]:
    """The name of every table that a model keeps."""
    return {model._meta.db_table for model in apps.get_models(include_auto_created=True)}


def literal_names(source: str, names: set[str]) -> Iterator[tuple[int, str]]:
    """Line and table of each SQL text in a Python source that names a table literally."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            for found in SQL.finditer(node.value):
                if found[2] in names:
                    yield node.lineno, found[2]


def main() -> None:
    """Report every such place; exit 1 when there is one."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    names, found = tables(), []
    for package in PRODUCT:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            for line, table in literal_names(path.read_text(encoding="utf-8"), names):
                found.append(f"{path.relative_to(ROOT)}:{line}: SQL names {table}. Take the name from _meta.db_table.")
    print("\n".join(found) or "No SQL names a table literally.")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
