"""The notebook of docs/ runs from its first cell to its last on the public record, and its figures are the report's.

Its cells run here in one namespace, one after the other. A kernel of Jupyter would do no more, and would bring fifty
packages along.
"""

import ast
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from portfolio.services import capacity
from record.models import Account, Recording
from record.services import tokens
from tests.portfolio.reports.answers import ask, rows_of

FILE = Path(__file__).resolve().parents[2] / "docs" / "analyst.ipynb"
NOTEBOOK = json.loads(FILE.read_text(encoding="utf-8"))
CODE = [cell for cell in NOTEBOOK["cells"] if cell["cell_type"] == "code"]
DAYS = {"DAY": date(2026, 6, 30), "EARLIER": date(2026, 3, 31)}


def run(cells: list[dict]) -> dict:
    """The names that the cells define. What a cell ends with is written out, as a reader would see it."""
    names: dict = {"__name__": "__main__"}
    for cell in cells:
        tree = ast.parse("".join(cell["source"]), cell["id"])
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, cell["id"], "exec"), names)
        if isinstance(last, ast.Expr):
            shown = eval(compile(ast.Expression(last.value), cell["id"], "eval"), names)
            assert shown is None or len(repr(shown)) > 0
    return names


def test_no_figure_is_kept_in_it_and_each_cell_of_code_has_words_before_it():
    assert NOTEBOOK["nbformat"] == 4
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in CODE)
    assert NOTEBOOK["cells"][0]["cell_type"] == "markdown"
    assert len({cell["id"] for cell in NOTEBOOK["cells"]}) == len(NOTEBOOK["cells"])
    assert sum(cell["cell_type"] == "markdown" for cell in NOTEBOOK["cells"]) >= 8


@pytest.mark.long
def test_it_runs_on_the_public_record_and_says_what_the_reports_say(editions, db, site, monkeypatch, capsys):
    analyst = Account.objects.create_user("analyst")
    analyst.groups.add(Group.objects.get(name="auditor"))
    _, secret = tokens.make(person=analyst, name="notebook", scope="read", days="", now=timezone.now())
    monkeypatch.setenv("LODEBOOK_TOKEN", secret)
    capacity.run(Recording.objects.as_of(DAYS["DAY"], timezone.now()), draws=200)

    names = run(CODE)

    assert {name: date.fromisoformat(names[name]) for name in DAYS} == DAYS
    agencies, at = names["agencies"], Recording.objects.as_of(DAYS["DAY"], timezone.now(), names["serial"])
    by_hand: dict[str, Decimal] = {}
    for row in rows_of(ask("exposure", at)):
        if row["exposure_usd"]:
            by_hand[row["agency"]] = by_hand.get(row["agency"], Decimal(0)) + Decimal(row["exposure_usd"])
    assert agencies["exposure_later"].dropna().to_dict() == by_hand
    # Of the Department of War one grant of 3.4 million became known between the two days.
    assert agencies.loc["DOW", ["exposure_later", "exposure_earlier", "difference"]].to_list() == [
        Decimal("703400000.00"),
        Decimal("700000000.00"),
        Decimal("3400000.00"),
    ]
    assert agencies.loc["TREAS", "difference"] is pd.NA
    assert names["moved"].set_index("investment").loc["uamy-dpa-grant", "difference"] is pd.NA
    gallium = names["minerals"].set_index("mineral").loc["ga", "usd_per_unit_facts"]
    assert gallium == Decimal(3000)  # 150 million for 50,000 kg a year
    assert "is at risk, known for" in capsys.readouterr().out
