"""Ledger entries from a file: new, same, refused; all or nothing; twice changes nothing."""

from datetime import timedelta
from decimal import Decimal

import pytest

from portfolio.imports.preview import Refused
from portfolio.imports.row_outcomes import Becomes
from portfolio.models import Assignment, Transaction
from portfolio.positions.figures import figures_of
from portfolio.services.ledger_check import LedgerCheck
from record.models import Recording
from tests.cast import TODAY, Cast, now

from .conftest import exported, put, show

HEAD = "investment,kind,amount_usd,effective_on,note,sources"
PAID = 'palisade-doe-grant,disbursement,"$1,000,000.50",2026-01-15,Invoice 4,cast1'
pytestmark = pytest.mark.usefixtures("cast")


def becomes(plan):
    return [row_outcome.becomes for row_outcome in plan.row_outcomes]


def test_entry_is_new_once_and_the_same_the_second_time():
    plan, recording = put("transactions", f"{HEAD}\n{PAID}\n")
    assert becomes(plan) == [Becomes.NEW]
    entry = Transaction.objects.get(recording=recording)
    assert (entry.amount, entry.note, entry.citation.text) == (Decimal("1000000.50"), "Invoice 4", "cast1")
    assert recording.approval == "single control: import"
    again, nothing = put("transactions", f"{HEAD}\n{PAID}\n")
    assert becomes(again) == [Becomes.SAME]
    told = again.row_outcomes[0]
    assert (told.subject, told.why) == ("palisade-doe-grant disbursement 2026-01-15", f"It is {entry.reference}.")
    assert nothing is None
    assert Recording.objects.last_serial() == recording.serial


def test_two_equal_payments_that_are_said_to_be_two_stay_two():
    """The third is asked about: nothing tells it from the two on record, and both of these are found in the file."""
    assert becomes(show("transactions", f"{HEAD}\n{PAID}\n{PAID}\n")) == [Becomes.NEW, Becomes.REFUSED]
    plan, _ = put("transactions", f"{HEAD},same_as\n{PAID},\n{PAID},another\n")
    assert becomes(plan) == [Becomes.NEW, Becomes.NEW]
    plan, _ = put("transactions", f"{HEAD}\n{PAID}\n{PAID}\n{PAID}\n")
    assert becomes(plan) == [Becomes.SAME, Becomes.SAME, Becomes.NEW]


def test_a_preview_writes_nothing():
    before = Recording.objects.last_serial(), Transaction.objects.count()
    assert becomes(show("transactions", f"{HEAD}\n{PAID}\n")) == [Becomes.NEW]
    assert (Recording.objects.last_serial(), Transaction.objects.count()) == before


def test_one_refused_row_stops_all_of_it_and_says_the_numbers():
    text = f"{HEAD}\n{PAID}\npalisade-doe-grant,disbursement,9000000,2026-02-01,,\n"
    plan = show("transactions", text)
    assert becomes(plan) == [Becomes.NEW, Becomes.REFUSED]
    assert "13,000,000.50" in plan.row_outcomes[1].changes[0][2]
    count = Transaction.objects.count()
    with pytest.raises(Refused, match="1 rows are refused"):
        put("transactions", text)
    assert Transaction.objects.count() == count


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        ("palisade-doe-grnt,fee,1,2026-01-01,,", "investment", "Did you mean palisade-doe-grant?"),
        ("palisade-doe-grant,disbursment,1,2026-01-01,,", "kind", "Did you mean disbursement?"),
        ("palisade-doe-grant,fee,one,2026-01-01,,", "amount_usd", "is no number"),
        ("palisade-doe-grant,fee,0.001,2026-01-01,,", "amount_usd", "more than 2 decimal places"),
        ("palisade-doe-grant,fee,1,3/2/2026,,", "effective_on", "may mean two days"),
        ("palisade-doe-grant,fee,1,,,", "effective_on", "needs its day"),
        ("palisade-doe-grant,fee,1,0001-01-01,,", "effective_on", "lies outside the calendar"),
        ("palisade-doe-grant,fee,1,9999-12-31,,", "effective_on", "lies outside the calendar"),
        ("palisade-doe-grant,fee,W,2026-01-01,,", "amount_usd", "withheld"),
        ("palisade-doe-grant,fee,1,2026-01-01,=1+1,", "note", "formula"),
        ("palisade-doe-grant,fee,1,2026-01-01,,nowhere9", "sources", "No source is on record as nowhere9"),
        ("palisade-doe-grant,fee,(5.00),2026-01-01,,", "amount_usd", "the kind carries the direction"),
        ("palisade-doe-grant,disbursement,900000000,2026-01-01,,", "amount_usd", "Record a further obligation first"),
        ("palisade-doe-grant,sale,5,2026-01-01,,", "kind", "The ledger of a grant has no sale"),
        ("palisade-doe-grant,fee,5,2027-01-01,,", "effective_on", "is after today"),
    ],
)
def test_a_row_is_refused_by_column_cell_and_what_to_do(row, column, says):
    (row_outcome,) = show("transactions", f"{HEAD}\n{row}\n").row_outcomes
    assert row_outcome.becomes is Becomes.REFUSED
    assert row_outcome.row == 2
    assert row_outcome.changes[0][0] == column
    assert says in row_outcome.changes[0][2]


def test_a_day_outside_the_calendar_leaves_the_other_rows_as_they_are():
    plan = show("transactions", f"{HEAD}\npalisade-doe-grant,fee,1,9999-12-31,,\n{PAID}\n")
    assert becomes(plan) == [Becomes.REFUSED, Becomes.NEW]


def test_the_exported_ledger_reads_back_without_a_difference():
    for spelling in ("csv", "xlsx"):
        plan = show("transactions", exported("transactions", spelling))
        assert becomes(plan) == [Becomes.SAME] * Transaction.objects.count()


def test_an_entry_on_record_is_never_changed():
    text = exported("transactions").decode().replace(",3000000.00,", ",4000000.00,")
    row_outcomes = [
        row_outcome
        for row_outcome in show("transactions", text).row_outcomes
        if row_outcome.becomes is not Becomes.SAME
    ]
    assert [row_outcome.becomes for row_outcome in row_outcomes] == [Becomes.REFUSED]
    assert "Reverse it" in row_outcomes[0].changes[0][2]


def test_an_entry_and_its_reversal_come_in_one_file():
    text = (
        "transaction,investment,kind,amount_usd,effective_on,reverses,note\n"
        "X1,palisade-doe-grant,fee,5.00,2026-01-01,,wrong\n"
        "X2,palisade-doe-grant,reversal,,2026-01-01,X1,entered twice\n"
    )
    plan, _ = put("transactions", text)
    assert becomes(plan) == [Becomes.NEW, Becomes.NEW]
    newest = Transaction.objects.order_by("-number").first()
    assert newest.reverses.note == "wrong"
    assert not list(LedgerCheck(today=TODAY).problems())


def test_an_officer_imports_within_the_own_programs_alone(cast, officer, manager):
    Assignment.objects.filter(officer=officer, agency=cast.agencies["DOE"]).delete()
    (row_outcome,) = show("transactions", f"{HEAD}\n{PAID}\n", by=officer, by_name="").row_outcomes
    assert "not assigned to DOE-MESC" in row_outcome.changes[0][2]
    with pytest.raises(Refused, match="no officer"):
        show("transactions", f"{HEAD}\n{PAID}\n", by=manager, by_name="")


def test_what_is_written_is_what_was_shown(cast):
    from portfolio.imports.mapping import Mapping
    from portfolio.imports.preview import preview, read, write

    reading = read("transactions", f"{HEAD}\n{PAID}\n".encode(), Mapping())
    shown = preview(reading, why="a test", today=TODAY, by_name="loader").hash(reading.sha256)
    put("transactions", f"{HEAD}\n{PAID}\n")
    with pytest.raises(Refused, match="The record has moved"):
        write(reading, expected=shown, why="a test", today=TODAY, by_name="loader")


def test_a_file_of_a_refund_and_a_deobligation_is_taken(cast: Cast):
    grant = cast.investments["palisade-doe-grant"]  # 8 million bound, 3 paid
    put(
        "transactions",
        "investment,kind,amount_usd,effective_on\n"
        f"{grant.slug},recovery,2000000,2026-03-05\n"
        f"{grant.slug},deobligation,7000000,2026-04-05\n",
    )
    figures, _ = figures_of(grant, at=now())
    assert (figures.obligated, figures.net_outlays, figures.undisbursed) == (1_000_000, 1_000_000, 0)


def test_a_file_that_capitalises_interest_before_the_draw_is_refused(cast: Cast):
    loan = cast.investments["saltwash-doe-loan"]
    first = loan.transactions.filter(kind="disbursement").order_by("counts_from").first()
    day_before = first.counts_from - timedelta(days=1)
    plan = show(
        "transactions",
        f"investment,kind,amount_usd,effective_on\n{loan.slug},capitalised_interest,5000000,{day_before}\n",
    )
    (row_outcome,) = plan.refused
    assert "This would capitalise $5,000,000.00 against $0.00 outstanding" in row_outcome.changes[0][2]


def test_what_came_back_and_what_is_held_of_each_award_are_shown_before_a_file_is_written():
    text = (
        "investment,kind,amount_usd,shares,effective_on\n"
        "palisade-preferred,sale,50000000,45000,2026-05-01\n"
        "palisade-warrant,lapse,,1500000,2026-05-01\n"
        "palisade-doe-grant,recovery,1000000,,2026-03-01\n"
    )
    totals = show("transactions", text).effect.totals
    assert ["Came back by recoveries and sales", "$0.00", "$51,000,000.00"] in totals
    assert totals[-2:] == [
        ["Shares or rights of palisade-preferred", "60,000", "15,000"],
        ["Shares or rights of palisade-warrant", "1,500,000", "0"],
    ]
    put("transactions", text)
    assert show("transactions", text).effect.totals == []
