"""A row that is the sum of others of the file is asked about: a parent of 1,000 beside its two children of 500."""

from itertools import permutations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portfolio.calculations.kinds import Instrument, Kind
from portfolio.imports.row_outcomes import Becomes
from portfolio.models import Investment
from portfolio.services import investments
from tests.cast import entry, record_entries, writing

from .conftest import put, show

pytestmark = pytest.mark.usefixtures("cast")
HEAD = "investment,kind,amount_usd,effective_on,same_as\n"


def outcomes(*lines: str):
    return show("transactions", HEAD + "".join(f"{line}\n" for line in lines)).row_outcomes


def test_a_parent_beside_its_two_children_is_asked_about_and_they_are_not():
    parent, one, two = outcomes(
        "palisade-doe-grant,fee,1000,2026-01-15,",
        "palisade-doe-grant,fee,400,2026-01-15,",
        "palisade-doe-grant,fee,600,2026-01-15,",
    )
    assert parent.becomes is Becomes.REFUSED
    ((column, _, asked),) = parent.changes
    assert column == "same_as"
    assert asked.startswith("$1,000.00 is the sum of $400.00 in row 3 and $600.00 in row 4.")
    assert (one.becomes, two.becomes) == (Becomes.NEW, Becomes.NEW)


def test_one_that_is_said_to_be_another_is_taken():
    found = outcomes(
        "palisade-doe-grant,fee,400,2026-01-15,",
        "palisade-doe-grant,fee,600,2026-01-15,",
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
    assert "$1,000.00 is the sum of $500.00 in row 3 and $500.00 in row 4." in parent.changes[0][2]
    assert all("is the sum of" not in str(one.changes) for one in parts)


def fees(*amounts, award="palisade-doe-grant", on="2026-01-15"):
    return [f"{award},fee,{amount},{on}," for amount in amounts]


def asked(found) -> list[str]:
    return [one.changes[0][2] for one in found if one.becomes is Becomes.REFUSED]


@pytest.mark.parametrize("amounts", list(permutations((1000, 300, 700, 45))))
def test_the_parts_stand_anywhere_in_the_file(amounts):
    (said,) = asked(outcomes(*fees(*amounts)))
    assert said.startswith("$1,000.00 is the sum of ")
    assert "45.00" not in said


def test_of_many_rows_of_a_day_two_that_are_apart_are_found():
    (said,) = asked(outcomes(*fees(10_000, 4_002, *(2**power - 1 for power in range(2, 12)), 5_998)))
    assert said.startswith("$10,000.00 is the sum of $4,002.00 in row 3 and $5,998.00 in row 14.")


@pytest.fixture
def sibling(cast) -> Investment:
    """A second grant of the same program to the same company."""
    grant = cast.investments["palisade-doe-grant"]
    with writing() as recording:
        return investments.create(
            Investment(
                slug="palisade-second",
                deal=grant.deal,
                agency=grant.agency,
                program=grant.program,
                instrument=Instrument.GRANT,
                recipient=grant.recipient,
            ),
            recording=recording,
        )


def test_a_row_that_is_the_sum_of_two_on_record_is_asked_about(cast, sibling):
    one, two = record_entries(
        entry(award, Kind.FEE, "2026-01-15", "500") for award in (cast.investments["palisade-doe-grant"], sibling)
    )
    (said,) = asked(outcomes(*fees(1000)))
    assert said.startswith(
        f"$1,000.00 is the sum of $500.00 of {one.reference} on record and $500.00 of {two.reference} on record."
    )
    assert asked(outcomes("palisade-doe-grant,fee,1000,2026-01-15,another")) == []
    assert asked(outcomes(*fees(1000, on="2026-01-16"))) == []
    assert asked(outcomes(*fees(1000, award="saltwash-doe-loan"))) == []


def test_a_part_in_the_file_and_one_on_record_make_a_whole(cast):
    (one,) = record_entries([entry(cast.investments["palisade-doe-grant"], Kind.FEE, "2026-01-15", "400")])
    (said,) = asked(outcomes(*fees(600, 1000)))
    assert f"$600.00 in row 2 and $400.00 of {one.reference} on record" in said


def test_rows_that_add_up_to_one_on_record_are_asked_about_once(cast):
    (whole,) = record_entries([entry(cast.investments["palisade-doe-grant"], Kind.FEE, "2026-01", "1000")])
    (said,) = asked(outcomes(*fees(500, 500)))
    assert said.startswith(f"$500.00 in row 2 and $500.00 in row 3 add up to $1,000.00 of {whole.reference} on record.")
    first, second = fees(500, 500)
    assert asked(outcomes(first, second + "another")) == []


def test_what_was_reversed_is_no_part(cast):
    first, _ = record_entries([entry(cast.investments["palisade-doe-grant"], Kind.FEE, "2026-01-15", "500")] * 2)
    record_entries([entry(first.investment, Kind.REVERSAL, "2026-01-15", "500", reverses=first)])
    assert asked(outcomes(*fees(1000))) == []


def test_a_row_like_one_on_record_is_asked_about_as_that_and_counts_once(cast):
    record_entries([entry(cast.investments["palisade-doe-grant"], Kind.FEE, "2026-01-15", "500", note="by hand")])
    text = HEAD.replace("same_as", "note") + "".join(f"{line}\n" for line in fees("1000", "500"))
    (said,) = asked(show("transactions", text.replace("-15,", "-15,of the bank")).row_outcomes)
    assert "has the same award, kind, day and amount" in said


def test_the_record_is_asked_once_however_many_rows_there_are(cast):
    def questions(count):
        text = HEAD + "".join(f"{line}\n" for line in fees(*(100 + place for place in range(count))))
        with CaptureQueriesContext(
            connection,
        ) as asked_of:
            show("transactions", text)
        return len(asked_of)

    assert questions(40) == questions(4)


AWARDS = "investment,deal,deal_name,announced_on,agency,program,company,instrument,status,status_on,announced_usd\n"


def award(slug, deal, amount, on="2026-02-01", program="DOE-MESC"):
    return f"{slug},{deal},{deal},{on},DOE,{program},palisade,grant,announced,{on},{amount}\n"


def test_an_award_that_is_the_sum_of_two_on_record_is_asked_about_by_its_recipient_program_form_and_day():
    put("investments", AWARDS + award("one", "first", 500) + award("two", "second", 500, on="2026-02"))
    (said,) = asked(show("investments", AWARDS + award("whole", "third", 1000, on="2026")).row_outcomes)
    assert said.startswith("$1,000.00 is the sum of $500.00 of one on record and $500.00 of two on record.")
    for other in (award("whole", "third", 1000, on="2026-02"), award("whole", "third", 1000, program="")):
        found = asked(show("investments", AWARDS + other).row_outcomes)
        assert bool(found) is (",2026-02," in other)
