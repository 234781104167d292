"""All objects of a kind by following the API's pages, and the rows of its report, spelled alike."""

from typing import Any

from django.test import Client

from portfolio.api.kinds import KINDS
from portfolio.exports.text import text
from portfolio.reports.base import Absent
from record.calculations.as_of import AsOf

DAY = {"as_of": "2026-06-30"}
OPEN = [name for name, kind in KINDS.items() if not kind.permission]
"""The kinds that everybody who signed in reads."""


def walk(client: Client, kind: str, **asked: object) -> list[dict[str, Any]]:
    """Every object of a kind, page by page."""
    found, address = [], f"/api/v1/{kind}/"
    while address:
        answer = client.get(address, asked).json()
        found += answer["results"]
        address, asked = answer["next"], {}
    return found


def as_csv(row: dict[str, Any]) -> dict[str, str]:
    """A row of the API as a CSV spells it."""
    return {name: "" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell)
            for name, cell in row.items()}  # fmt: skip


def report_rows(kind: str, at: AsOf) -> list[dict[str, str]]:
    """The rows of the report of a kind, as its CSV has them, each with its identifier."""
    definition = KINDS[kind].definition
    lines = KINDS[kind].answered_by.report(at=at).lines
    return [
        {"id": KINDS[kind].key_of(line)}
        | {one.name: "" if isinstance(cell := one.known(line), Absent) else text(one, cell)
           for one in definition.columns}
        for line in lines
    ]  # fmt: skip
