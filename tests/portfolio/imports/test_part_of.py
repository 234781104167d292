"""A row that is the sum of others of the file is asked about: a parent of 1,000 beside its two children of 500."""

import pytest

from portfolio.imports.row_outcomes import Becomes

from .conftest import show

pytestmark = pytest.mark.usefixtures("cast")
HEAD = "investment,kind,amount_usd,effective_on,same_as\n"


def outcomes(*lines: str):
    return show("transactions", HEAD + "".join(f"{line}\n" for line in lines)).row_outcomes


def test_a_parent_beside_its_two_children_is_asked_about_and_they_are_not():
    parent, one, two = outcomes(
        "palisade-doe-grant,fee,1000,2026-01-15,",
        "palisade-doe-grant,fee,500,2026-01-15,",
        "palisade-doe-grant,fee,500,2026-01-15,",
    )
    assert parent.becomes is Becomes.REFUSED
    ((column, _, asked),) = parent.changes
    assert column == "same_as"
    assert asked.startswith("1,000.00 is the sum of 500.00 in row 3 and 500.00 in row 4.")
    assert (one.becomes, two.becomes) == (Becomes.NEW, Becomes.NEW)


def test_one_that_is_said_to_be_another_is_taken():
    found = outcomes(
        "palisade-doe-grant,fee,500,2026-01-15,",
        "palisade-doe-grant,fee,500,2026-01-15,",
        "palisade-doe-grant,fee,1000,2026-01-15,another",
    )
    assert [one.becomes for one in found] == [Becomes.NEW] * 3


def test_the_parts_of_a_year_lie_in_its_days():
    year, *parts = outcomes(
        "palisade-doe-grant,fee,1000,2025,",
        "palisade-doe-grant,fee,400,2025-03-01,",
        "palisade-doe-grant,fee,600,2025-Q4,",
    )
    assert year.becomes is Becomes.REFUSED
    assert all(one.becomes is Becomes.NEW for one in parts)


@pytest.mark.parametrize(
    "other",
    ["palisade-doe-grant,fee,500,2026-01-16,", "palisade-doe-grant,fee,499,2026-01-15,",
     "saltwash-doe-loan,fee,500,2026-01-15,"],
)  # fmt: skip
def test_what_is_of_another_day_award_or_does_not_add_up_is_not_asked_about(other):
    found = outcomes("palisade-doe-grant,fee,1000,2026-01-15,", "palisade-doe-grant,fee,500,2026-01-15,", other)
    assert [one.becomes for one in found] == [Becomes.NEW] * 3


def test_an_award_whose_amount_is_that_of_the_others_of_its_deal_is_asked_about():
    head = "investment,deal,deal_name,announced_on,agency,company,instrument,status,status_on,announced_usd\n"
    rows = [("whole", 1000), ("one", 500), ("two", 500)]
    text = head + "".join(
        f"palisade-{name},palisade-2026,Palisade 2026,2026-02-01,DOE,palisade,grant,announced,2026-02-01,{amount}\n"
        for name, amount in rows
    )
    parent, *parts = show("investments", text).row_outcomes
    assert parent.becomes is Becomes.REFUSED
    assert "1,000.00 is the sum of 500.00 in row 3 and 500.00 in row 4." in parent.changes[0][2]
    assert all("is the sum of" not in str(one.changes) for one in parts)
