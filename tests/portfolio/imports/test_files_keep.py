"""A file with fewer columns than a fact has changes only those that it has; the preview says what, before and after."""

import csv
import io
from decimal import Decimal

import pytest

from portfolio.imports.kinds import KINDS
from portfolio.imports.kinds.listed import ListedKind, is_beyond, shown
from portfolio.imports.row_outcomes import Becomes
from portfolio.positions.investments import on_record_at
from portfolio.reports import investments as report
from projects.models import CapacityEstimate, CapacityPhase, Chain, ChainStage, Milestone, Mineral, RampUpCurve
from record.services import entities, facts, sources
from tests.cast import now, writing

from .conftest import put, show

# One row of every kind that says all that can be said, and other values for each column that may change alone.
FULL = {
    "milestone-statements": (
        {"milestone": "m", "statement": "forecast", "stated_on": "2026-01-05", "happens_on": "2027"},
        {"happens_on": "2028"},
    ),
    "capacity-estimates": (
        {
            "phase": "p", "stated_on": "2026-01-05", "baseline_output": "10.000000", "nameplate_added": "40000.000000",
            "unit": "t/yr", "planned_start_on": "2028", "planned_nameplate_on": "2029", "capacity_kind": "increment",
            "mineral": "li", "chain_stage": "li-chemical", "unit_of_account": "t LCE", "factor": "1.00000000",
            "counts_as": "primary", "phase_stage": "construction", "ramp_curve": "S3", "ramp_curve_reason": "As built",
            "feed_origin": "own mine", "domestic": "true",
        },
        {
            "baseline_output": "20.000000", "nameplate_added": "45000.000000", "planned_start_on": "2029-06",
            "planned_nameplate_on": "2031", "mineral": "ni", "unit_of_account": "t Li", "factor": "0.50000000",
            "counts_as": "by-product", "phase_stage": "operating", "ramp_curve": "S1", "ramp_curve_reason": "Seen",
            "feed_origin": "imported", "domestic": "false", "chain_stage": "li-metal",
        },
    ),
    "recorded-production": (
        {"phase": "p", "period": "2026-01", "recorded_output": "100.000000", "unit": "t"},
        {"recorded_output": "120.000000"},
    ),
    "share-counts": (
        {
            "company": "palisade", "effective_on": "2026-01-05", "count_kind": "cover", "basic_shares": "1000.000000",
            "other_shares": "1200.000000",
        },
        {"basic_shares": "1100.000000", "other_shares": "1300.000000"},
    ),
    "security-prices": (
        {"company": "palisade", "effective_on": "2026-01-05", "close": "12.50000000", "currency": "USD"},
        {"close": "13.00000000"},
    ),
    "commodity-prices": (
        {
            "product": "NdPr oxide", "effective_on": "2026-01-05", "price": "80.00000000", "currency": "USD",
            "unit": "kg", "price_basis": "cif",
        },
        {"price": "90.00000000"},
    ),
    "exchange-rates": ({"currency": "CAD", "effective_on": "2026-01-05", "usd": "0.70000000"}, {"usd": "0.80000000"}),
    "baseline-statistics": (
        {
            "mineral": "Lithium", "stage": "mine", "metric": "imports", "unit": "t", "year": "2024",
            "statistic_value": "3400.000000", "raw": "3,400", "qualifier": "", "withheld": "false",
            "estimated": "false", "edition": "MCS2025", "source_text": "Table 1",
        },
        {"source_text": "Table 2", "statistic_value": "3500.000000"},
    ),
    "agency-awards": (
        {
            "origin": "USAspending", "award_number": "A1", "recipient_name": "Palisade", "agency_name": "Energy",
            "awarded_on": "2025-01-05", "theirs_obligated_usd": "5.00", "theirs_disbursed_usd": "4.00",
            "theirs_face_value_usd": "3.00", "theirs_subsidy_cost_usd": "2.00", "description": "Magnets",
            "stated_on": "2026-01-05",
        },
        {
            "recipient_name": "Palisade Inc", "agency_name": "DOE", "awarded_on": "2025-02-05",
            "theirs_obligated_usd": "6.00", "theirs_disbursed_usd": "5.00", "theirs_face_value_usd": "4.00",
            "theirs_subsidy_cost_usd": "3.00", "description": "More magnets", "stated_on": "2026-02-05",
        },
    ),
    "agency-entries": (
        {
            "origin": "USAspending", "award_number": "A1", "entry_number": "E1", "theirs_obligated_usd": "5.00",
            "acted_on": "2026-01-05", "description": "First",
        },
        {"theirs_obligated_usd": "6.00", "acted_on": "2026-01-06", "description": "Second"},
    ),
}  # fmt: skip
NOTED = {"note": "as read", "sources": "cast1"}
# What a printed figure says is read from its cell, so the cell decides these too.
READ_FROM_THE_CELL = {"statistic_value": {"raw"}}


def written(*rows: dict[str, str]) -> str:
    file = io.StringIO()
    table = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return file.getvalue()


def states(kind: str) -> list[dict[str, str]]:
    """What each standing fact of a kind says, column by column, oldest first."""
    standing = KINDS[kind].listed.model.objects.at(now())
    return [{part.column.name: shown(part, fact) for part in KINDS[kind].own} for fact in standing]


@pytest.fixture
def desk(cast):
    with writing() as recording:
        for slug, name in (("li", "Lithium"), ("ni", "Nickel")):
            entities.create(Mineral(slug=slug, name=name), recording=recording)
        chain = entities.create(Chain(slug="lithium", name="Lithium"), recording=recording)
        for place, stage in enumerate(("chemical", "metal")):
            new = ChainStage(
                slug=f"li-{stage}", chain=chain, sequence=place, stage=stage, product=stage, unit_of_account="t LCE"
            )
            entities.create(new, recording=recording)
        for series in ("S1", "S3"):
            curve = {"asymptote_percent": Decimal(90), "tau_months": Decimal(8), "shape": Decimal(1)}
            facts.record(RampUpCurve(series=series, **curve), recording=recording)
        project = cast.projects["palisade-magnets"]
        new = Milestone(slug="m", project=project, name="First magnet", kind="first_production")
        entities.create(new, recording=recording)
        entities.create(CapacityPhase(slug="p", project=project, product="magnets"), recording=recording)
        sources.add_source(recording=recording, slug="cast2", publisher="Gazette", title="Second", published_on=None)
    return cast


def test_every_listed_kind_and_each_of_its_columns_is_tried():
    listed = {name: kind for name, kind in KINDS.items() if isinstance(kind, ListedKind)}
    assert FULL.keys() == listed.keys()
    for name, kind in listed.items():
        own = {one.column.name for one in kind.own if not one.is_key and not is_beyond(one)}
        fixed = {"unit", "capacity_kind"} if name == "capacity-estimates" else set()
        tried = FULL[name][1].keys() | NOTED.keys() | fixed
        assert own - {"raw", "qualifier", "withheld", "estimated"} <= tried, name


@pytest.mark.parametrize("kind", FULL)
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
        assert one.why == f"What the file has no column for stays as stated on {before['stated_on']}."
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
        needed | {"stated_on": "2025-03-05", "nameplate_added": "1"},
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
    row = {name: full[name] for name in ("phase", "unit", "capacity_kind")} | {"nameplate_added": "7"}
    (one,) = show("capacity-estimates", written(row)).row_outcomes
    assert one.changes == [("nameplate_added", "40000.000000", "7.000000")]
    put("capacity-estimates", written(row))
    assert states("capacity-estimates")[-1] == {**states("capacity-estimates")[0], "nameplate_added": "7.000000",
        "stated_on": "2026-02-05"}  # fmt: skip


def test_a_price_without_a_basis_is_that_of_the_one_series_or_asked_about(desk):
    full, _ = FULL["commodity-prices"]
    put("commodity-prices", written(full))
    row = {name: text for name, text in full.items() if name != "price_basis"} | {"price": "90.00000000"}
    (one,) = show("commodity-prices", written(row)).row_outcomes
    assert (one.becomes, one.changes) == (Becomes.CHANGED, [("price", "80.00000000", "90.00000000")])
    put("commodity-prices", written(full | {"price_basis": "fob", "price": "70"}))
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
    line = next(one for one in on_record_at(now(), with_balances=False) if one.slug == "palisade-doe-grant")
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
