"""The same entry comes once, whoever or whatever wrote it: by its source's own key, else it is asked."""

import csv
import io
from decimal import Decimal

import pytest

from portfolio.calculations.kinds import Kind
from portfolio.imports.mapping import Mapping
from portfolio.imports.preview import Refused
from portfolio.imports.row_outcomes import Becomes
from portfolio.imports.saved import mapping_of
from portfolio.models import EntryVersion, Transaction
from portfolio.services import ledger
from portfolio.services.ledger_check import LedgerCheck
from record.services import entities
from tests.cast import TODAY, entry, record_entries, writing

from .conftest import becomes, exported, obligated, put, show

DOWNLOAD = "USAspending assistance prime transactions"
HEAD = (
    "assistance_transaction_unique_key,award_id_fain,award_id_uri,modification_number,action_date,"
    "federal_action_obligation,total_obligated_amount,correction_delete_indicator_code,recipient_name"
)
SHORT = "investment,kind,amount_usd,effective_on"


def row(key, amount, *, mod=0, on="2025-09-30", code="", fain="DEEE0010001"):
    return f"1_{key}_-NONE-_{mod}_DEEE0010001,{fain},,{mod},{on},{amount},,{code},EXAMPLE CO"


def download(*rows, head=HEAD):
    return "\n".join([head, *rows]) + "\n"


FIRST = download(row(0, "6000000.00"), row(1, "4000000.00", mod=1, on="2026-01-15"))
CORRECTED = download(row(0, "6000000.00"), row(1, "1000000.00", mod=1, on="2026-01-15", code="C"))


def load(text):
    return put("transactions", text, mapping=mapping_of("transactions", DOWNLOAD))


def look(text):
    return show("transactions", text, mapping=mapping_of("transactions", DOWNLOAD))


def test_a_corrected_transaction_takes_the_place_of_the_first(grant):
    load(FIRST)
    assert obligated(grant) == Decimal("10000000")
    plan, recording = load(CORRECTED)
    assert becomes(plan) == [Becomes.SAME, Becomes.CHANGED]
    assert ("amount_usd", "4000000.00", "1000000.00") in plan.row_outcomes[1].changes
    assert obligated(grant) == Decimal("7000000")
    reversal, new = Transaction.objects.filter(recording=recording).order_by("number")
    assert (reversal.kind, reversal.reverses.amount, new.amount) == ("reversal", Decimal("4000000"), Decimal("1000000"))
    assert not list(LedgerCheck(today=TODAY).problems())
    again, nothing = load(CORRECTED)
    assert (becomes(again), nothing) == ([Becomes.SAME, Becomes.SAME], None)


def test_a_correction_is_asked_on_the_balance_after_both(grant):
    """All of 10 million is committed, obligated and 8 of it paid: neither order alone would be taken."""
    load(FIRST)
    record_entries(
        [
            entry(grant, Kind.DECOMMITMENT, "2026-02-01", "10000000"),
            entry(grant, Kind.DISBURSEMENT, "2026-02-02", "6500000"),
        ]
    )
    load(CORRECTED)
    assert obligated(grant) == Decimal("7000000")
    assert not list(LedgerCheck(today=TODAY).problems())
    too_small = download(row(0, "6000000.00"), row(1, "400000.00", mod=1, on="2026-01-15", code="C"))
    plan = look(too_small)
    assert becomes(plan) == [Becomes.SAME, Becomes.REFUSED]
    assert "$6,500,000.00 against an obligation of $6,400,000.00" in plan.row_outcomes[1].changes[0][2]


def test_a_deletion_is_a_reversal(grant):
    load(FIRST)
    plan, recording = load(download(row(0, "6000000.00"), row(1, "4000000.00", mod=1, on="2026-01-15", code="D")))
    assert becomes(plan) == [Becomes.SAME, Becomes.CHANGED]
    assert [one.kind for one in Transaction.objects.filter(recording=recording)] == ["reversal"]
    assert obligated(grant) == Decimal("6000000")
    reversed_one = Transaction.objects.get(recording=recording).reverses.reference
    again, nothing = load(download(row(1, "4000000.00", mod=1, on="2026-01-15", code="D")))
    assert (becomes(again), nothing) == ([Becomes.LEFT_OUT], None)
    told = f"{reversed_one} bears its key and is reversed already, as its source took it back before."
    assert again.row_outcomes[0].why == told


def test_a_deletion_of_what_was_reversed_by_hand_or_never_came_says_so(grant):
    load(FIRST)
    wrong = Transaction.objects.get(investment=grant, amount=Decimal("4000000"))
    with writing() as recording:
        ledger.reverse(wrong, reason="not ours", recording=recording, today=TODAY)
    plan = look(download(row(1, "", mod=1, on="2026-01-15", code="D"), row(2, "", mod=2, on="2026-01-15", code="D")))
    assert plan.row_outcomes[0].why == f"{wrong.reference} bears its key and is reversed already, by hand."
    load(download(row(2, "", mod=2, on="2026-01-15", code="D")))
    (again,) = look(download(row(2, "", mod=2, on="2026-01-15", code="D"))).row_outcomes
    assert again.why == "Its source took it back before; no entry came of it."


def test_a_correction_to_nothing_is_a_reversal(grant):
    load(FIRST)
    load(download(row(1, "0.00", mod=1, on="2026-01-15", code="C")))
    assert obligated(grant) == Decimal("6000000")


def test_a_correction_may_change_the_day_the_sign_and_the_award(grant, cast):
    other = cast.investments["saltwash-doe-loan"]
    with writing() as recording:
        entities.relabel(other, {"fain": "DEEE0010002"}, recording=recording)
    load(FIRST)
    load(download(row(1, "-4000000.00", mod=1, on="2026-02-15", code="C")))
    assert obligated(grant) == Decimal("2000000")
    before = obligated(other)
    load(download(row(1, "1.00", mod=1, on="2026-02-15", code="C", fain="DEEE0010002")))
    assert (obligated(grant), obligated(other) - before) == (Decimal("6000000"), Decimal(1))


def test_other_columns_are_no_correction(grant):
    load(FIRST)
    plan, nothing = load(FIRST.replace("EXAMPLE CO", "EXAMPLE COMPANY"))
    assert (becomes(plan), nothing) == ([Becomes.SAME, Becomes.SAME], None)


def test_one_key_twice_in_a_file_is_refused_where_the_two_differ(grant):
    plan = look(download(row(0, "6000000.00"), row(0, "5000000.00")))
    assert becomes(plan) == [Becomes.NEW, Becomes.REFUSED]
    assert "Row 2 says otherwise of the same key" in plan.row_outcomes[1].changes[0][2]


def test_what_was_reversed_by_hand_does_not_come_back(grant):
    load(FIRST)
    wrong = Transaction.objects.get(investment=grant, amount=Decimal("4000000"))
    with writing() as recording:
        ledger.reverse(wrong, reason="not ours", recording=recording, today=TODAY)
    plan, nothing = load(FIRST)
    assert (becomes(plan), nothing) == ([Becomes.SAME, Becomes.LEFT_OUT], None)
    assert "was reversed by hand" in plan.row_outcomes[1].why


def test_an_entry_typed_before_is_asked_about(grant, officer):
    record_entries([entry(grant, Kind.OBLIGATION, "2025-09-30", "6000000")], by=officer)
    typed = Transaction.objects.order_by("-number").first()
    plan = look(FIRST)
    assert becomes(plan) == [Becomes.REFUSED, Becomes.NEW]
    asked = plan.row_outcomes[0].changes[0]
    assert asked[0] == "same_as"
    assert f"{typed.reference} has the same award, kind, day and amount; officer recorded it" in asked[2]
    with pytest.raises(Refused):
        load(FIRST)


@pytest.mark.parametrize(("answer", "total"), [("", "10000000"), ("another", "16000000")])
def test_the_answer_is_the_same_or_another(grant, officer, answer, total):
    record_entries([entry(grant, Kind.OBLIGATION, "2025-09-30", "6000000")], by=officer)
    answer = answer or Transaction.objects.order_by("-number").first().reference
    head, *rows = FIRST.splitlines()
    answered = [f"{head},same_as", f"{rows[0]},{answer}", f"{rows[1]},"]
    load("\n".join(answered) + "\n")
    assert obligated(grant) == Decimal(total)
    plan, nothing = load(FIRST)
    assert (becomes(plan), nothing) == ([Becomes.SAME, Becomes.SAME], None)


def test_an_entry_typed_and_named_is_corrected_by_its_key_from_then_on(grant, officer):
    record_entries([entry(grant, Kind.OBLIGATION, "2026-01-15", "4000000")], by=officer)
    typed = Transaction.objects.order_by("-number").first()
    head, *rows = FIRST.splitlines()
    load("\n".join([f"{head},same_as", f"{rows[0]},", f"{rows[1]},{typed.reference}"]) + "\n")
    load(CORRECTED)
    assert obligated(grant) == Decimal("7000000")
    assert hasattr(Transaction.objects.get(pk=typed.pk), "reversed_by")


def test_a_file_without_keys_is_asked_about_what_another_file_wrote(grant):
    load(FIRST)
    text = f"{SHORT},note\npalisade-doe-grant,obligation,6000000,2025-09-30,letter of award\n"
    plan = show("transactions", text)
    assert becomes(plan) == [Becomes.REFUSED]
    assert "loader recorded it" in plan.row_outcomes[0].changes[0][2]
    everything = Mapping(constants={"same_as": "another"})
    put("transactions", text, mapping=everything)
    assert obligated(grant) == Decimal("16000000")


def test_two_keys_of_one_day_and_amount_are_two_entries(grant):
    load(download(row(0, "5.00"), row(1, "5.00", mod=1)))
    assert obligated(grant) == Decimal(10)
    plan, _ = load(download(row(0, "5.00"), row(1, "5.00", mod=1), row(2, "5.00", mod=2)))
    assert becomes(plan) == [Becomes.SAME, Becomes.SAME, Becomes.NEW]


def test_one_key_never_stands_for_two_entries_that_count(grant):
    """Whatever a program does, the database says so."""
    from django.db import IntegrityError, transaction

    load(FIRST)
    kept = EntryVersion.objects.get(entry__amount=Decimal("4000000"))
    other = Transaction.objects.get(investment=grant, amount=Decimal("6000000"))
    with pytest.raises(IntegrityError, match="a key stands for one entry"), transaction.atomic():  # noqa: SIM117
        with writing() as recording:
            EntryVersion.objects.create(
                source_key=kept.source_key, entry=other, recording=recording, counts_from=kept.counts_from
            )


@pytest.mark.parametrize("written", ["deee0010001", "DE-EE0010001", " DEEE 0010001 "])
def test_an_award_number_is_found_however_it_is_written(grant, written):
    text = f"award_number,kind,amount_usd,effective_on\n{written},obligation,5.00,2026-01-05\n"
    assert becomes(show("transactions", text)) == [Becomes.NEW]


@pytest.mark.parametrize("written", ["8.92433E+13", "8.9E13", "89243323000012.0", "9E+9"])
def test_an_award_number_that_a_spreadsheet_damaged_is_refused_with_what_to_do(grant, written):
    text = f"award_number,kind,amount_usd,effective_on\n{written},obligation,5.00,2026-01-05\n"
    (outcome,) = show("transactions", text).row_outcomes
    assert outcome.becomes is Becomes.REFUSED
    assert "digits are lost. Take the number from the award" in outcome.changes[0][2]
    (outcome,) = show("investments", f"investment,award_number\npalisade-doe-grant,{written}\n").row_outcomes
    assert outcome.becomes is Becomes.REFUSED
    assert "digits are lost" in outcome.changes[0][2]


def test_the_ledgers_own_file_has_the_keys_and_reads_back(grant):
    load(FIRST)
    load(CORRECTED)
    rows = list(csv.DictReader(io.StringIO(exported("transactions").decode())))
    keyed = {row["transaction"]: row["source_key"] for row in rows if row["source_key"]}
    assert [key.split("_")[1] for key in keyed.values()] == ["0", "1", "1"]
    assert {one.becomes for one in show("transactions", exported("transactions")).row_outcomes} == {Becomes.SAME}


def test_rows_of_one_key_of_which_the_first_was_reversed_are_read_in_their_order(grant):
    head = "transaction,investment,kind,amount_usd,effective_on,reverses,source_key"
    first, undone, second = (
        "T900001,palisade-doe-grant,obligation,4.00,2026-01-15,,K9",
        "T900002,palisade-doe-grant,reversal,4.00,2026-01-15,T900001,",
        "T900003,palisade-doe-grant,obligation,1.00,2026-01-15,,K9",
    )
    put("transactions", download(first, undone, second, head=head))
    assert obligated(grant) == 1
