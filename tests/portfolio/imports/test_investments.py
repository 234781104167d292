"""Awards from a file: new with company, deal and commitment; changed with before and after."""

from decimal import Decimal

import pytest

from portfolio.imports.row_outcomes import Becomes
from portfolio.models import Investment, Terms, Transaction
from projects.models import Company
from record.models import LabelChange

from .conftest import exported, put, show

HEAD = (
    "investment,deal,deal_name,agency,program,company,company_name,instrument,status,status_on,announced_on,closed_on,"
    "announced_usd,projects,award_number,sources"
)
NEW = (
    "ridge-grant,ridge,Ridge expansion,DOE,DOE-MESC,ridge,Ridge Metals,grant,closed,2026-02-01,2026-01-10,2026-02-01,"
    '"$5,000,000",palisade-magnets,DE-MS0001,cast1'
)
pytestmark = pytest.mark.usefixtures("cast")


def test_a_new_award_brings_its_company_deal_and_commitment():
    plan, recording = put("investments", f"{HEAD}\n{NEW}\n")
    assert [row_outcome.becomes for row_outcome in plan.row_outcomes] == [Becomes.NEW]
    award = Investment.objects.get(slug="ridge-grant")
    assert (award.recipient.name, award.deal.name, award.fain) == ("Ridge Metals", "Ridge expansion", "DE-MS0001")
    assert Transaction.objects.get(investment=award).amount == Decimal("5000000")
    assert {fact.recording_id for fact in (*award.statuses.all(), *award.terms.all())} == {recording.serial}
    plan, recording = put("investments", f"{HEAD}\n{NEW}\n")
    assert ([row_outcome.becomes for row_outcome in plan.row_outcomes], recording) == ([Becomes.SAME], None)


def test_a_changed_award_shows_before_and_after_and_keeps_both():
    text = exported("investments").decode()
    line = next(line for line in text.splitlines() if line.startswith("palisade-doe-grant,"))
    changed = line.replace("10000000.00", "12000000.00", 1).replace(",DOE-MESC,", ",not stated,")
    plan, _ = put("investments", text.replace(line, changed))
    (row_outcome,) = [row_outcome for row_outcome in plan.row_outcomes if row_outcome.becomes is not Becomes.SAME]
    assert row_outcome.becomes is Becomes.CHANGED
    assert row_outcome.changes == [
        ("program", "DOE-MESC", "not stated"),
        ("announced_usd", "10000000.00", "12000000.00"),
    ]
    assert Terms.objects.filter(investment__slug="palisade-doe-grant").count() == 2
    assert LabelChange.objects.filter(field="program").count() == 1


def test_what_cannot_be_is_refused_and_nothing_stays():
    text = f"{HEAD}\n{NEW}\n{NEW}\n{NEW.replace('ridge-grant', 'x').replace(',grant,', ',gift,')}\n"
    plan = show("investments", text)
    assert [row_outcome.becomes for row_outcome in plan.row_outcomes] == [Becomes.NEW, Becomes.REFUSED, Becomes.REFUSED]
    assert "Row 2 speaks of it already" in plan.row_outcomes[1].changes[0][2]
    assert plan.row_outcomes[2].changes[0][0] == "instrument"
    assert not Company.objects.filter(slug="ridge").exists()


def needed(kind: str, text: str) -> list[list[str]]:
    """The columns of each row that are refused as empty."""
    said = [row.changes for row in show(kind, text).row_outcomes]
    return [
        [name for name, before, what in one if (before, what) == ("", "This is needed. Fill it in.")] for one in said
    ]


def test_an_empty_cell_is_said_to_be_empty_of_a_new_award_and_of_one_on_record():
    head = "investment,agency,company,instrument,status\n"
    awards = ("ridge-grant", "palisade-doe-grant")
    rows = [f"{slug},{cells}" for cells in (",palisade,grant,closed", "DOE,,grant,closed") for slug in awards]
    expected = [["agency"], ["agency"], ["company"], ["company"]]
    assert [needed("investments", f"{head}{row}\n")[0] for row in rows] == expected
    assert needed("investments", f"{head}palisade-doe-grant,DOE,palisade,,\n") == [["instrument", "status"]]
    assert needed("history", "investment,agency,company,instrument,kind,amount_usd,effective_on\n"
                  "ridge-grant,DOE,,grant,commitment,5,2026-01-05\n") == [["company"]]  # fmt: skip


ENDED = "investment,status,status_on{}\npalisade-doe-grant,terminated,2026-06-20{}\n"


def test_an_ending_in_a_file_takes_back_what_is_left_as_its_form_does():
    """10 committed, 8 obligated, 3 paid, in millions: 5 of the obligation and 7 of the commitment go back."""
    plan, _ = put("investments", ENDED.format("", ""))
    assert [one.becomes for one in plan.row_outcomes] == [Becomes.CHANGED]
    entries = Transaction.objects.filter(investment__slug="palisade-doe-grant", note="Left when the award ended.")
    assert [(one.kind, one.amount) for one in entries.order_by("number")] == [
        ("deobligation", Decimal(5_000_000)), ("decommitment", Decimal(7_000_000)),
    ]  # fmt: skip
    plan, recording = put("investments", ENDED.format("", ""))
    assert ([one.becomes for one in plan.row_outcomes], recording) == ([Becomes.SAME], None)


def test_an_ending_in_a_file_with_a_reason_leaves_what_is_left():
    put("investments", ENDED.format(",leaves_rest", ",a court decides in May"))
    award = Investment.objects.get(slug="palisade-doe-grant")
    assert not Transaction.objects.filter(investment=award, kind="decommitment").exists()
    assert award.statuses.get(status="terminated").note == "What is left stays, because: a court decides in May"


def test_a_reason_beside_an_ending_that_stands_leaves_its_note():
    put("investments", ENDED.format(",leaves_rest", ",a court decides in May"))
    put("investments", ENDED.replace("2026-06-20", "2026-06-19").format(",reason", ",the day was misread"))
    newest = Investment.objects.get(slug="palisade-doe-grant").statuses.order_by("-pk")[0]
    assert (str(newest.effective_on), newest.note) == (
        "2026-06-19", "What is left stays, because: a court decides in May\nUnusual, and why: the day was misread",
    )  # fmt: skip
