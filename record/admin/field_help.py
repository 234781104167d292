"""What a field means, in the terms of those who use it, with an example: shown below it in every form.

A column whose model says so itself keeps its own words. Each app adds a CSV with the columns `column` and `help`.
"""

import csv
from pathlib import Path

from django import forms

_TEXTS: dict[str, str] = {}


def add(file: Path) -> None:
    """Know the texts of a file; a column that is known already keeps its text."""
    with file.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            _TEXTS.setdefault(row["column"], row["help"])


def explain(form: forms.BaseForm) -> None:
    """Give each field that has no help of its own that of its column."""
    for name, field in form.fields.items():
        if not field.help_text:
            field.help_text = _TEXTS.get(name, "")
