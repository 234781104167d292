"""A file with fewer columns than a fact has changes only those that it has; the preview says what, before and after."""

from decimal import Decimal

import pytest

from portfolio.imports.kinds import KINDS
from portfolio.imports.kinds.listed import ListedKind, is_beyond, shown
from portfolio.imports.row_outcomes import Becomes
from portfolio.positions.investments import on_record_at
from portfolio.reports import investments as report
from projects.models import CapacityEstimate, FeedShare
from record.services import facts
from tests.cast import now, writing

from .conftest import put, show
from .full_rows import FULL, written

pytestmark = pytest.mark.long

NOTED = {"note": "as read", "sources": "cast1"}
# What a printed figure says is read from its cell, so the cell decides these too.
READ_FROM_THE_CELL = {"statistic_value": {"raw"}}


def states(kind: str) -> list[dict[str, str]]:
    """What each standing fact of a kind says, column by column, oldest first."""
    standing = KINDS[kind].listed.model.objects.at(now())
    return [{part.column.name: shown(part, fact) for part in KINDS[kind].own} for fact in standing]


FIXED = {
    "capacity-estimates": {"unit", "capacity_kind", "feed_origin"},
    "phase-estimates": {"shape", "value_shares", "lead_time", "split_feed"},
}
"""Columns that can't change alone: another unit or shape asks for other figures, a new feed for a reason, a lead time
for its row, and a feed is of a split, which has no figures: it is tried below."""
RETRACTED_FIRST = {"corporate-actions"}
"""Kinds of which a second row is refused, since much follows from the first: see their own tests."""


def test_every_listed_kind_and_each_of_its_columns_is_tried():
    listed = {name: kind for name, kind in KINDS.items() if isinstance(kind, ListedKind)}
    assert FULL.keys() == listed.keys()
    for name, kind in listed.items():
        if name in RETRACTED_FIRST:
            continue
        own = {one.column.name for one in kind.own if not one.is_key and not is_beyond(one)}
        fixed = FIXED.get(name, set())
        tried = FULL[name][1].keys() | NOTED.keys() | fixed
        assert own - {"raw", "qualifier", "withheld", "estimated"} <= tried, name


@pytest.mark.parametrize("kind", sorted(FULL.keys() - RETRACTED_FIRST))
def test_a_file_with_one_column_changes_only_that(desk, kind):
    """Column after column, each in a file of its own beside what names the fact."""
    full, other = FULL[kind]
    if kind == "recorded-production":  # output is counted in the unit of an estimate
        put("capacity-estimates", written(FULL["capacity-estimates"][0]))
    put(kind, written(full | NOTED))
    needed = {one.name for one in KINDS[kind].wanted if one.is_required}
    keys = {part.column.name for part in KINDS[kind].listed.keys}
    for column, value in {**other, "note": "as read again", "sources": "cast2"}.items():
        before = states(kind)[-1]
        row = {name: before[name] for name in full if name in keys | needed} | {column: value}
        (one,) = show(kind, written(row)).row_outcomes
        assert one.becomes is Becomes.CHANGED, (column, one)
        aside = READ_FROM_THE_CELL.get(column, set())
        assert [change for change in one.changes if change[0] not in aside] == [(column, before[column], value)]
        put(kind, written(row))
        after = states(kind)[-1]
        assert {name for name in after if after[name] != before[name]} - aside == {column}


def test_a_file_with_a_feed_changes_only_the_feed_of_a_split(desk):
    with writing() as recording:
        for feed in ("bastnaesite", "monazite"):
            share = {"measure": "share of oxides", "element": "Nd", "value": Decimal("0.2"), "unit": "of oxide"}
            facts.record(FeedShare(feed=feed, name=feed, **share), recording=recording)
    row = {
        "phase": "p", "estimated_field": "split", "method": "officer", "stated_on": "2026-01-05",
        "estimate_reason": "Its ore.",
    }  # fmt: skip
    full = row | {"split_feed": "bastnaesite", "note": "as read", "sources": "cast1"}
    put("phase-estimates", written(full))
    before = states("phase-estimates")[-1]
    (one,) = show("phase-estimates", written(row | {"split_feed": "monazite"})).row_outcomes
    assert (one.becomes, one.changes) == (Becomes.CHANGED, [("split_feed", "bastnaesite", "monazite")])
    put("phase-estimates", written(row | {"split_feed": "monazite"}))
    assert states("phase-estimates")[-1] == before | {"split_feed": "monazite"}


def test_capacity_and_milestones_are_what_a_newer_statement_replaces():
    """Milestones have nothing besides their date, so capacity is the one kind with something to keep."""
    replaced = [kind for kind in FULL if KINDS[kind].listed.model.replaces_earlier_of]
    assert replaced == ["milestone-statements", "capacity-estimates"]


def test_a_newer_statement_keeps_what_the_file_has_no_column_for(desk):
    """The case of five columns: a nameplate said on a later day keeps mineral, factor, curve and start."""
    full, other = FULL["capacity-estimates"]
    put("capacity-estimates", written(full | NOTED))
    needed = {name: full[name] for name in ("phase", "unit", "capacity_kind")}
    for month, (column, value) in enumerate(other.items(), start=2):
        before = states("capacity-estimates")[-1]
        on = f"2026-{month:02d}-05" if month < 6 else f"2026-06-{month:02d}"
        row = needed | {"stated_on": on, column: value}
        (one,) = show("capacity-estimates", written(row), sources="cast2").row_outcomes
        assert one.becomes is Becomes.CHANGED
        itself = {"note", "sources"}
        assert {name: (old, new) for name, old, new in one.changes if name not in itself} == {
            "stated_on": (before["stated_on"], on),
            column: (before[column], value),
        }
        stays = f"What the file has no column for stays as stated on {before['stated_on']}."
        assert one.why == f"{stays} A note is of one statement, so the one before keeps its own."
        put("capacity-estimates", written(row), sources="cast2")
        *_, last, newest = states("capacity-estimates")
        assert last == before
        assert newest == before | {"stated_on": on, column: value, "note": "", "sources": "cast2"}


def test_statements_of_one_file_rest_on_the_rows_above_them(desk):
    full, _ = FULL["capacity-estimates"]
    put("capacity-estimates", written(full))
    needed = {name: full[name] for name in ("phase", "unit", "capacity_kind")}
    rows = [
        needed | {"stated_on": "2026-04-05", "nameplate_added": "50000"},
        needed | {"stated_on": "2026-03-05", "nameplate_added": "45000"},
        needed | {"stated_on": "2025-03-05", "nameplate_added": "9000"},
    ]
    plan, _ = put("capacity-estimates", written(*rows))
    assert [one.becomes for one in plan.row_outcomes] == [Becomes.CHANGED, Becomes.CHANGED, Becomes.NEW]
    stated = {str(one.effective_on): one for one in CapacityEstimate.objects.all()}
    assert [str(stated[on].nameplate_added) for on in ("2026-03-05", "2026-04-05")] == ["45000.000", "50000.000"]
    assert {stated[on].mineral.slug for on in ("2026-03-05", "2026-04-05")} == {"li"}
    assert stated["2025-03-05"].mineral is None, "nothing was stated before that day"


def test_a_file_without_a_day_speaks_of_the_newest_statement(desk):
    full, _ = FULL["capacity-estimates"]
    put("capacity-estimates", written(full, full | {"stated_on": "2026-02-05"}))
    row = {name: full[name] for name in ("phase", "unit", "capacity_kind")} | {"nameplate_added": "7000"}
    (one,) = show("capacity-estimates", written(row)).row_outcomes
    assert one.changes == [("nameplate_added", "40000.000000", "7000.000000")]
    put("capacity-estimates", written(row))
    assert states("capacity-estimates")[-1] == {**states("capacity-estimates")[0], "nameplate_added": "7000.000000",
        "stated_on": "2026-02-05"}  # fmt: skip


def test_a_price_without_a_basis_is_that_of_the_one_series_or_asked_about(desk):
    full = FULL["commodity-prices"][0] | {"price_basis": "cif"}
    new = {"reason": "The first price on this basis."}
    put("commodity-prices", written(full | new))
    row = {name: text for name, text in full.items() if name != "price_basis"} | {"price": "90.00000000"}
    (one,) = show("commodity-prices", written(row)).row_outcomes
    assert (one.becomes, one.changes[0]) == (Becomes.CHANGED, ("price", "80.00000000", "90.00000000"))
    put("commodity-prices", written(full | new | {"price_basis": "fob", "price": "70"}))
    (asked,) = show("commodity-prices", written(row)).row_outcomes
    assert asked.becomes is Becomes.REFUSED
    assert asked.changes == [("price_basis", "", "2 facts on record differ in it: cif, fob. Add the column.")]


AWARD = {
    "office": "Loan Programs Office", "status": "closed", "status_on": "2025-10", "announced_on": "2025-07-11",
    "closed_on": "2025-09-01", "announced_usd": "12000000.00", "ceiling_usd": "13000000.00", "confidence": "medium",
    "summary": "Magnets", "award_number": "DE-1", "sources": "cast2",
}  # fmt: skip


OTHERWISE = {
    "office": "Other", "status": "disbursing", "status_on": "2025-11", "announced_on": "2025-07-12",
    "closed_on": "2025-09-02", "announced_usd": "12500000.00", "ceiling_usd": "13500000.00", "confidence": "low",
    "summary": "More", "award_number": "DE-2", "sources": "cast2",
}  # fmt: skip


def award() -> dict[str, str]:
    """What the record says of the award, in the columns that a file may give."""
    line = next(one for one in on_record_at(now()) if one.slug == "palisade-doe-grant")
    names = {"deal", "program", "company", "issuer", "projects", *AWARD}
    return {one.name: str(one.value(line) or "") for one in report.COLUMNS if one.name in names}


def test_an_award_keeps_what_the_file_does_not_mention(desk):
    put("investments", written({"investment": "palisade-doe-grant", **AWARD, "sources": "cast1"}))
    for column, value in OTHERWISE.items():
        before = award()
        text = written({"investment": "palisade-doe-grant", column: value})
        (one,) = show("investments", text).row_outcomes
        assert one.changes == [(column, before[column], value)]
        put("investments", text)
        assert {name for name, now_said in award().items() if now_said != before[name]} == {column}


def test_a_file_without_the_day_of_a_milestone_withdraws_nothing(desk):
    """The first forecast needs its day, or an empty cell that says so; a newer one without the column keeps it."""
    statement = "m,forecast,2026-01-05"
    (row,) = show("milestone-statements", f"milestone,statement,stated_on\n{statement}\n").row_outcomes
    step = "Add the column happens_on with its day; an empty cell withdraws the target."
    assert row.changes == [("happens_on", "", f"No day is on record that this would keep. {step}")]
    head = "milestone,statement,stated_on,happens_on,sources\n"
    (row,) = show("milestone-statements", f"{head}{statement},,cast1\n").row_outcomes
    assert (row.becomes, row.why) == (Becomes.NEW, "It has no day: the target is withdrawn.")
    put("milestone-statements", f"{head}{statement},2027,cast1\n")
    (row,) = show("milestone-statements", "milestone,statement,stated_on\nm,forecast,2026-02-05\n").row_outcomes
    assert row.becomes is Becomes.CHANGED
    assert [name for name, *_ in row.changes if name == "happens_on"] == []
