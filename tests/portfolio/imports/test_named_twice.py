"""Two columns of a row that name one thing must mean the same: what disagrees is refused on its cell, naming both."""

import pytest

from portfolio.calculations.filter_match import folded
from portfolio.imports.row_outcomes import Becomes
from portfolio.models import Match
from record.services import entities, facts
from tests.cast import Cast, writing

from .conftest import becomes, show
from .full_rows import written

ENTRY = {"kind": "commitment", "amount_usd": "1", "effective_on": "2026-01-05", "sources": "cast1"}
GRANT = {"investment": "palisade-doe-grant", **ENTRY}
PAID = {**GRANT, "agency": "DOE", "program": "", "instrument": "grant"}
NUMBERED = {"palisade-doe-grant": "DEEE0010001", "saltwash-doe-loan": "DEEE0020002"}


@pytest.fixture
def numbered(cast: Cast) -> Cast:
    """Two awards with their numbers, one of them with a second one that was matched by hand."""
    with writing() as under:
        for slug, number in NUMBERED.items():
            entities.relabel(cast.investments[slug], {"fain": number}, recording=under)
        facts.record(Match(award_number="X99", investment=cast.investments["palisade-doe-grant"]), recording=under)
    return cast


def refusals(kind: str, row: dict[str, str]) -> list[tuple[str, str, str]]:
    (outcome,) = show(kind, written(row)).row_outcomes
    assert outcome.becomes is Becomes.REFUSED, outcome
    return outcome.changes


@pytest.mark.parametrize(
    ("kind", "row", "column", "said"),
    [
        ("transactions", GRANT | {"award_number": "DEEE0020002"}, "award_number",
         "palisade-doe-grant has DEEE0010001 on record, and this number is that of saltwash-doe-loan."),
        ("transactions", GRANT | {"award_number": "DEEE7777777"}, "award_number",
         "palisade-doe-grant has DEEE0010001 on record. Correct one of the two"),
        ("transactions", GRANT | {"source_key": "8900_DEEE0020002_-NONE-_81.086_1", "source_version_on": "2026-01-06"},
         "source_key", "and DEEE0020002 in its key is the number of saltwash-doe-loan"),
        ("history", PAID | {"award_number": "DEEE0020002"}, "award_number", "this number is that of saltwash-doe-loan"),
        ("history", PAID | {"agency": "DOW"}, "agency", "palisade-doe-grant has DOE on record."),
        ("history", PAID | {"program": "DOW-OSC"}, "program", "palisade-doe-grant has DOE-MESC on record."),
        ("history", PAID | {"instrument": "direct loan"}, "instrument", "palisade-doe-grant has grant on record."),
        ("history", PAID | {"company": "saltwash"}, "company", "palisade-doe-grant has palisade on record."),
        ("history", PAID | {"company_name": "Saltwash Lithium"}, "company_name", "has palisade on record."),
        ("history", PAID | {"company_state": "Texas"}, "company_state", "Palisade Magnetics has"),
        ("investments", {"investment": "palisade-doe-grant", "deal_name": "Another"}, "deal_name", "on record."),
    ],
)  # fmt: skip
def test_what_two_columns_say_otherwise_is_refused(
    numbered: Cast, kind: str, row: dict, column: str, said: str
) -> None:
    ((told, cell, what),) = refusals(kind, row)
    assert (told, cell) == (column, row[column])
    assert said in what


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        ("transactions", GRANT | {"award_number": "de-ee 0010001"}),
        ("transactions", GRANT | {"award_number": "X-99"}),
        ("transactions", GRANT | {"source_key": "8900_DEEE0010001_-NONE-_81.086_1", "source_version_on": "2026-01-06"}),
        ("history", PAID | {"award_number": "DEEE0010001", "company": "PALISADE", "program": "doe-mesc"}),
        ("history", PAID | {"agency": "Department of Energy", "instrument": "Grant"}),
    ],
)  # fmt: skip
def test_what_says_the_same_in_other_letters_is_taken(numbered: Cast, kind: str, row: dict) -> None:
    assert becomes(show(kind, written(row))) == [Becomes.NEW]


def test_a_state_in_full_is_the_state_on_record(numbered: Cast) -> None:
    with writing() as under:
        entities.relabel(numbered.companies["palisade"], {"hq_state": "NC", "country": "US"}, recording=under)
    assert becomes(show("history", written(PAID | {"company_state": "North Carolina"}))) == [Becomes.NEW]
    ((column, _, what),) = refusals("history", PAID | {"company_state": "North Caro"})
    assert column == "company_state"
    assert "Palisade Magnetics has NC on record." in what


NEW = {"agency": "DOE", "instrument": "grant", "company_name": "Quarry Works", "company_country": "US", **ENTRY}


@pytest.mark.parametrize(
    ("written_so", "said"),
    [("North Caro", "Did you mean North Carolina?"), ("Texass", "Did you mean Texas?")],
)
def test_a_wrong_state_is_refused_on_its_cell_as_its_form_does(cast: Cast, written_so: str, said: str) -> None:
    ((column, cell, what),) = refusals("history", NEW | {"company_state": written_so})
    assert (column, cell) == ("company_state", written_so)
    assert what.startswith(f'"{written_so}" is no state of the United States.')
    assert said in what


def test_the_seat_of_a_company_on_record_is_compared_for_a_new_award_too(cast: Cast) -> None:
    row = NEW | {"company_name": cast.companies["palisade"].name, "company_country": "CA"}
    ((column, _, what),) = refusals("history", row)
    assert (column, folded("US on record") in folded(what)) == ("company_country", True)


AWARD = {"investment": "quarry-grant", "agency": "DOE", "company": "palisade", "instrument": "grant",
         "status": "announced", "announced_on": "2026-01-10", "sources": "cast1"}  # fmt: skip


@pytest.mark.parametrize(("kind", "row"), [("history", NEW), ("investments", AWARD)])
def test_a_program_of_another_agency_is_refused_for_a_new_award(cast: Cast, kind: str, row: dict) -> None:
    ((column, _, what),) = refusals(kind, row | {"program": "DOW-OSC"})
    assert (column, what) == ("program", "DOW-OSC belongs to DOW, not to DOE.")


def test_a_milestone_is_not_found_under_another_identifier(desk: Cast) -> None:
    row = {"milestone": "m2", "project": "palisade-magnets", "name": "First magnet", "sources": "cast1",
           "milestone_kind": "first_production", "statement": "forecast", "stated_on": "2026-01-05",
           "happens_on": "2027"}  # fmt: skip
    ((column, _, what),) = refusals("milestone-statements", row)
    assert column == "milestone"
    assert "calls m so on record" in what
