"""Every kind of file × every column × what it must not take: refused in words, under that column's heading.

Built from the registry of kinds: a kind without a sample, or a column that is not tried, fails.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import models
from django.utils.timezone import localdate

from portfolio.imports.kinds import KINDS
from portfolio.imports.kinds.investment_columns import TERMS
from portfolio.imports.kinds.listed import ListedKind
from portfolio.imports.kinds.transactions import FIGURES
from portfolio.imports.mapping import Mapping
from portfolio.imports.preview import preview, read
from portfolio.imports.row_outcomes import RowOutcome
from portfolio.imports.rows import Wanted
from portfolio.imports.tables import UnreadableFile
from portfolio.models import Investment, Terms, Transaction
from portfolio.reports.base import Type
from projects.models.units import require_currency, require_unit
from record.models import Recording
from record.models.fields import AddressField, ExactField
from tests.portfolio.imports.conftest import put
from tests.portfolio.imports.full_rows import FULL, written

NOT_WORDS = re.compile(r"Constraint|Ensure|not a valid choice|DoesNotExist|cannot be (null|blank)|Traceback|NoneType")
LONG = "a" * 2001
UNREADABLE = ("ten", "NaN", "Infinity", "-Infinity", "1e999", "9" * 30, "0." + "0" * 20 + "1")
OUTSIDE = ("-1", "0", "-0.5")
NO_DATES = ("soon", "2026-13", "2026-02-30", "0001", "1799-12-31", "2200")
AHEAD = "2190-01-01"

OF_ENTRIES = {
    "kind": "fee", "amount_usd": "5", "effective_on": "2026-01-05", "sources": "cast1", "note": "As paid.",
    "reason": "It was late.",
}  # fmt: skip
SAMPLES: dict[str, dict[str, str]] = {kind: full | {"sources": "cast1"} for kind, (full, _) in FULL.items()} | {
    "investments": {
        "investment": "a-new-grant", "deal_name": "A new round", "agency": "DOE", "program": "DOE-MESC",
        "company": "palisade", "instrument": "grant", "status": "announced", "status_on": "2026-01-05",
        "announced_on": "2026-01-05", "announced_usd": "7000000", "projects": "palisade-magnets", "sources": "cast1",
    },
    "transactions": {"investment": "palisade-doe-grant", **OF_ENTRIES},
    "history": {
        "agency": "DOE", "program": "DOE-MESC", "company_name": "Quarry", "company_country": "US",
        "instrument": "common_equity", "status": "closed", "status_on": "2026-01-05", **OF_ENTRIES,
    },
}  # fmt: skip
MAY_LIE_AHEAD = {
    "happens_on", "planned_start_on", "planned_nameplate_on", "falls_due_on", "expires_on", "counted_from",
}  # fmt: skip
"""Days of what is forecast, agreed or due. Every other day is one on which something was said or happened."""
AS_IT_IS = {
    "note", "reason", "summary", "description", "source_text", "estimate_reason", "ramp_curve_reason", "raw",
    "transaction", "milestone", "deal",
}  # fmt: skip
"""Texts of any length; and identifiers of what a row puts on record, or of another row."""
CODES = {
    "investments": ("agency", "program", "company", "issuer", "instrument", "status", "deal", "projects"),
    "transactions": ("investment", "kind", "reverses", "change_code", "same_as", "award_number"),
    "history": ("agency", "program", "company", "kind", "instrument", "status", "reverses", "change_code", "same_as"),
}
"""Columns that name what is on record or one of several words, of the kinds that are no table of facts."""
IN_CASE = {
    "deal": {"deal_name": ""}, "company": {"company_name": ""}, "award_number": {"investment": ""},
    "reverses": {"kind": "reversal"},
}  # fmt: skip
"""Column → what else its row says, where it is read in that case alone."""
OF_TERMS = {column: Terms._meta.get_field(ours) for column, ours in TERMS.items()}
OF_AWARDS = {"office": Investment._meta.get_field("office")}
OF_LEDGER = {column: Transaction._meta.get_field(ours) for column, ours in FIGURES.items()}


@dataclass(frozen=True)
class Bad:
    """A row of which one cell is wrong."""

    column: str
    cell: str
    cells: dict[str, str]


def column_of(kind: str, name: str) -> models.Field | None:
    """The column of a table that a column of the file fills, where it is one; None for what is looked up."""
    found = KINDS[kind]
    if isinstance(found, ListedKind):
        paths = {part.column.name: part.path for part in found.listed.parts}
        path = paths.get(name, "")
        return found.listed.model._meta.get_field(path) if path and "." not in path else None
    return ((OF_TERMS | OF_AWARDS) if kind == "investments" else OF_LEDGER).get(name)


def is_code(kind: str, wanted: Wanted) -> bool:
    found, name = KINDS[kind], wanted.name
    if name == "sources":
        return True
    if not isinstance(found, ListedKind):
        return name in CODES[kind]
    column = column_of(kind, name)
    path = next((part.path for part in found.own if part.column.name == name), "")
    return path.endswith(".slug") and name not in AS_IT_IS or bool(column and column.choices) or name == "change_code"


def wrong_cells(kind: str, wanted: Wanted) -> Iterator[str]:
    """What the column must not take."""
    name, type_, column = wanted.name, wanted.column.type, column_of(kind, wanted.name)
    if wanted.is_required:
        yield ""
    if type_ in (Type.DATE, Type.PARTIAL_DATE):
        yield from NO_DATES
        if name not in MAY_LIE_AHEAD:
            yield AHEAD if kind != "recorded-production" else "2190"
    elif type_ is Type.BOOLEAN:
        yield "perhaps"
    elif type_ is not Type.TEXT:
        yield from UNREADABLE
        if isinstance(column, ExactField):
            yield from (text for text in OUTSIDE if column.bound.refusal(column.to_python(text)))
        if column is not None and column.model is Transaction:
            yield from OUTSIDE
    else:
        if is_code(kind, wanted):
            yield "nonsense"
        if column is not None and require_unit in column.validators:
            yield "furlong"
        if column is not None and require_currency in column.validators:
            yield from ("ZZZ", "U$D")
        if isinstance(column, AddressField):
            yield "javascript:alert(1)"
        yield "a\x07b"
        if name not in AS_IT_IS:
            yield LONG


def bad_rows(kind: str) -> Iterator[Bad]:
    names = {one.name for one in KINDS[kind].wanted if not one.shown_only}
    for place, wanted in enumerate(one for one in KINDS[kind].wanted if not one.shown_only):
        for number, cell in enumerate(wrong_cells(kind, wanted)):
            others = {name: text for name, text in IN_CASE.get(wanted.name, {}).items() if name in names}
            cells = SAMPLES[kind] | others | {wanted.name: cell}
            if kind == "investments" and wanted.name != "investment":
                cells["investment"] = f"a-new-one-{place}-{number}"
            yield Bad(wanted.name, cell, cells)


def as_file(kind: str, rows: list[dict[str, str]]) -> bytes:
    names = [one.name for one in KINDS[kind].wanted if not one.shown_only]
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, names, restval="", lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return text.getvalue().encode()


def outcomes(kind: str, rows: list[dict[str, str]]) -> list[RowOutcome]:
    reading = read(kind, as_file(kind, rows), Mapping())
    return preview(reading, why="a test", today=localdate(), by_name="loader").row_outcomes


REST_ON_ANOTHER = {"corporate-actions"}
"""Kinds of which a second row about the same company goes into a file of its own."""


@pytest.fixture
def before(desk):
    """The book of a desk, with an estimate of its phase; no test writes to it."""
    put("capacity-estimates", written(FULL["capacity-estimates"][0] | {"stated_on": "2025-01-05"}))
    last = Recording.objects.last_serial()
    yield desk
    assert Recording.objects.last_serial() == last


def test_every_kind_has_a_sample():
    assert SAMPLES.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_is_right_is_taken(before, kind):
    (outcome,) = outcomes(kind, [SAMPLES[kind]])
    assert outcome.becomes == "new", outcome


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_wrong_cell_is_refused_under_its_heading(before, kind):
    rows = list(bad_rows(kind))
    found = outcomes(kind, [one.cells for one in rows])
    wrong = []
    for bad, outcome in zip(rows, found, strict=True):
        told = {column: what for column, _, what in outcome.changes}
        is_refused = outcome.becomes == "refused" and bad.column in told
        if not is_refused or any(NOT_WORDS.search(what) or not what for what in told.values()):
            wrong.append((bad.column, bad.cell[:30], outcome.becomes, told))
    assert {one.column for one in rows} | AS_IT_IS >= {one.name for one in KINDS[kind].wanted if not one.shown_only}
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_other_cell_is_blamed(before, kind):
    """What follows from a wrong cell is told there, and at no other heading of the row."""
    rows = [one for one in bad_rows(kind) if one.cell not in ("",)]
    files = [[one.cells] for one in rows] if kind in REST_ON_ANOTHER else [[one.cells for one in rows]]
    found = [outcome for file in files for outcome in outcomes(kind, file)]
    blamed = [
        (bad.column, bad.cell[:30], outcome.changes)
        for bad, outcome in zip(rows, found, strict=True)
        if {column for column, *_ in outcome.changes} - {bad.column, "reason"} and outcome.becomes == "refused"
    ]
    assert not blamed, "\n".join(map(str, blamed))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_zero_byte_is_told_in_words(before, kind):
    names = [one.name for one in KINDS[kind].wanted if not one.shown_only]
    for name in names:
        try:
            (outcome,) = outcomes(kind, [SAMPLES[kind] | {name: "a\x00b"}])
        except UnreadableFile as error:
            told = [str(error)]
        else:
            assert outcome.becomes == "refused"
            told = [what for _, _, what in outcome.changes]
        assert told, name
        assert not any(NOT_WORDS.search(what) for what in told)
