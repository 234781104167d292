"""A row of which several cells are wrong is told of all of them at once, each by its heading and with what it says."""

import pytest

from portfolio.models import CorporateAction
from tests.portfolio.imports.conftest import show

WRONG = {
    "share-counts": {
        "company": "nobody", "effective_on": "2099-01-01", "count_kind": "guess", "basic_shares": "-5",
        "sources": "nowhere",
    },
    "security-prices": {
        "company": "nobody", "effective_on": "2099-01-01", "close": "dear", "currency": "ZZZ", "sources": "nowhere",
    },
    "capacity-estimates": {
        "phase": "q", "project": "nowhere", "product": "Magnets", "nameplate_added": "-5", "unit": "furlong",
        "capacity_kind": "guess", "stated_on": "2099-01-01", "mineral": "kryptonite", "sources": "nowhere",
    },
    "milestone-statements": {
        "project": "palisade-magnets", "name": "Second line", "milestone_kind": "party", "statement": "guess",
        "stated_on": "2099-01-01", "happens_on": "soon", "sources": "nowhere",
    },
    "due-dates": {
        "investment": "nothing", "due_kind": "party", "falls_due_on": "soon", "amount_usd": "-5",
        "stated_on": "2099-01-01", "sources": "nowhere",
    },
    "corporate-actions": {
        "company": "nobody", "effective_on": "2099-01-01", "action_kind": "party", "new_shares": "-1",
        "old_shares": "0", "other_company": "nobody-else", "carried_cost_share": "5", "sources": "nowhere",
    },
    "transactions": {
        "investment": "nothing", "kind": "party", "amount_usd": "ten", "effective_on": "2099-01-01", "shares": "-1",
        "sources": "nowhere",
    },
    "history": {
        "agency": "NASA", "program": "Apollo", "company_name": "Bank A", "instrument": "party", "kind": "party",
        "amount_usd": "ten", "effective_on": "soon", "sources": "nowhere",
    },
    "investments": {
        "investment": "a-new-one", "agency": "NASA", "program": "Apollo", "company": "nobody", "instrument": "party",
        "status": "party", "projects": "nowhere", "announced_usd": "-5", "closed_on": "2099-01-01",
        "sources": "nowhere",
    },
}  # fmt: skip
WELL = {"phase", "product", "name", "company_name", "project"}
"""Cells of these rows that are right where the row is of a new phase, milestone or company."""


@pytest.mark.parametrize("kind", WRONG)
def test_all_that_is_wrong_with_a_row_is_told_at_once(desk, kind):
    cells = WRONG[kind]
    plan = show(kind, f"{','.join(cells)}\n{','.join(cells.values())}\n")
    (outcome,) = plan.refused
    told = {column: cell for column, cell, _ in outcome.changes}
    right = (WELL - {"project"} if kind == "capacity-estimates" else WELL) | (
        {"investment"} if kind == "investments" else set()
    )
    assert {name for name in cells if name not in right} == set(told)
    assert {name: cell for name, cell in told.items() if not cell.lstrip("-").replace(".", "").isdigit()} == {
        name: cells[name] for name in told if not cells[name].lstrip("-").isdigit()
    }


def test_a_change_of_a_known_award_is_told_of_all_its_cells(desk):
    rows = "investment,agency,status,closed_on,projects,sources\npalisade-warrant,NASA,party,2099-01-01,no,nowhere\n"
    (outcome,) = show("investments", rows).refused
    assert {column for column, *_ in outcome.changes} == {"agency", "status", "closed_on", "projects", "sources"}


def test_a_bad_source_hides_no_rule_of_the_ledger(desk):
    """The warrant is of 1,500,000 shares: more cannot lapse, whatever the row cites."""
    rows = "investment,kind,shares,effective_on,sources\npalisade-warrant,lapse,2000000,2026-01-05,nowhere\n"
    (outcome,) = show("transactions", rows).refused
    assert [column for column, *_ in outcome.changes] == ["sources", "shares"]


@pytest.mark.parametrize(
    ("ratio", "cell"), [("999999999999,1", "new_shares"), ("1,999999999999", "old_shares")], ids=["many", "few"]
)
def test_a_ratio_that_cannot_be_carried_out_is_refused_as_the_ratio(desk, ratio, cell):
    kind = "split" if cell == "new_shares" else "reverse_split"
    rows = "company,effective_on,action_kind,new_shares,old_shares,sources,reason\n"
    (outcome,) = show(
        "corporate-actions", f"{rows}palisade,2026-03-02,{kind},{ratio},cast1,So says the filing\n"
    ).refused
    ((column, told, what),) = outcome.changes
    assert (column, told.split(".")[0]) == (cell, "999999999999")
    assert "palisade-" in what
    assert not CorporateAction.objects.exists()


def test_rows_without_a_source_are_counted_and_the_next_step_is_named(desk):
    head = "company,effective_on,close,currency,sources\n"
    plan = show("security-prices", head + "palisade,2026-01-05,12.5,USD,\npalisade,2026-01-06,12.6,USD,cast1\n")
    assert [one.why for one in plan.row_outcomes] == ["It names no source.", ""]
    (note,) = plan.notes
    assert note.startswith("1 row names no source. Which one states it? Write its identifier in the column sources")
