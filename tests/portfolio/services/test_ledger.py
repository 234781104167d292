"""The ledger's service: what is refused comes back with the numbers, and then nothing was written."""

from contextlib import nullcontext
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from portfolio.calculations.entry_chain import first_break
from portfolio.calculations.kinds import Kind
from portfolio.models import Investment, Transaction
from portfolio.services import ledger
from record.calculations.hash_chain import GENESIS
from record.models import Account, Recording
from tests.cast import TODAY, Cast, day, entry, now, record_entries, writing


@pytest.fixture
def grant(cast: Cast) -> Investment:
    """Committed 10 million, 8 bound, 3 paid."""
    return cast.investments["palisade-doe-grant"]


@pytest.fixture
def loan(cast: Cast) -> Investment:
    return cast.investments["saltwash-doe-loan"]


def refused(*drafts: ledger.Draft, by: Account | None = None) -> str:
    """The sentence of a refusal that leaves nothing behind."""
    before = (Transaction.objects.count(), Recording.objects.count())
    with pytest.raises(ValidationError) as caught:
        record_entries(drafts, by=by)
    assert (Transaction.objects.count(), Recording.objects.count()) == before
    return caught.value.messages[0]


class TestRefusals:
    def test_more_than_is_committed(self, grant: Investment):
        sentence = refused(entry(grant, Kind.OBLIGATION, "2026-01-05", "2000000.01"))
        assert "10,000,000.01" in sentence
        assert "10,000,000.00" in sentence

    def test_more_than_is_bound(self, grant: Investment):
        assert "8,000,000.00" in refused(entry(grant, Kind.DISBURSEMENT, "2026-01-05", "5000000.01"))

    def test_a_loan_drawn_above_its_principal(self, loan: Investment):
        assert "90,000,000.00" in refused(entry(loan, Kind.DISBURSEMENT, "2026-03-01", "55000000.01"))
        record_entries([entry(loan, Kind.DISBURSEMENT, "2026-03-01", "55000000")])

    def test_a_day_after_today(self, grant: Investment):
        assert "after today" in refused(entry(grant, Kind.FEE, "2026-07-01", "1"))

    def test_what_breaks_a_later_day_though_not_its_own(self, grant: Investment):
        record_entries([entry(grant, Kind.OBLIGATION, "2026-03-01", "2000000")])
        assert "2026-03-01" in refused(entry(grant, Kind.DECOMMITMENT, "2026-01-01", "1"))

    @pytest.mark.parametrize("amount", ["0", "-5"])
    def test_what_is_not_positive(self, grant: Investment, amount: str):
        assert "kind carries the direction" in refused(entry(grant, Kind.FEE, "2026-01-05", amount))

    def test_parts_of_a_cent(self, grant: Investment):
        assert "decimal places" in refused(entry(grant, Kind.FEE, "2026-01-05", "0.005"))

    def test_one_bad_entry_keeps_all_out(self, grant: Investment):
        good = entry(grant, Kind.FEE, "2026-01-05", "1")
        assert "10,000,000.00" in refused(good, entry(grant, Kind.OBLIGATION, "2026-01-05", "9000000"), good)

    def test_many_at_once_are_asked_like_one_by_one(self, grant: Investment):
        many = [entry(grant, Kind.DISBURSEMENT, "2026-01-05", "500000") for _ in range(10)]
        assert "8,000,000.00" in refused(*many, entry(grant, Kind.DISBURSEMENT, "2026-01-06", "0.01"))
        assert len(record_entries(many)) == 10

    def test_of_several_the_first_is_named(self, grant: Investment, loan: Investment):
        sentence = refused(
            entry(loan, Kind.DISBURSEMENT, "2026-03-01", "60000000"),
            entry(grant, Kind.OBLIGATION, "2026-01-05", "9000000"),
        )
        assert "90,000,000.00" in sentence


class TestChain:
    def test_each_entry_follows_the_one_before(self, cast: Cast):
        rows = list(Transaction.objects.order_by("number"))
        assert [row.number for row in rows] == list(range(1, 11))
        assert [row.previous_hash for row in rows] == [GENESIS, *(row.hash for row in rows[:-1])]
        formatted = [row.content | {"previous_hash": row.previous_hash, "hash": row.hash} for row in rows]
        assert first_break(formatted) is None
        formatted[4]["amount_usd"] = "100000000.01"
        assert first_break(formatted) == "T000005: its content is not what was recorded."

    def test_what_was_typed_and_what_is_stored_are_spelt_alike(self, grant: Investment):
        (typed,) = record_entries([entry(grant, Kind.FEE, "2026-01-05", "5")])
        assert typed.content == Transaction.objects.get(pk=typed.pk).content
        assert typed.content["amount_usd"] == "5.00"

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"number": 12}, "takes the next number"),
            ({"previous_hash": GENESIS}, "follows the newest one|exists and stays|already exists"),
            ({"previous_hash": "f" * 64}, "follows the newest one"),
        ],
    )
    def test_the_database_keeps_it_without_gap_or_fork(self, grant: Investment, change: dict, sentence: str):
        head = Transaction.objects.latest("number")
        with writing() as recording:
            values = {
                "number": 11,
                "investment": grant,
                "kind": Kind.FEE,
                "amount": Decimal(1),
                "counts_from": date(2026, 1, 5),
                "effective_on": day("2026-01-05"),
                "recording": recording,
                "previous_hash": head.hash,
                "hash": "e" * 64,
            }
            with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
                Transaction.objects.create(**(values | change))

    @pytest.mark.parametrize(
        ("number", "kind", "reverses", "follows", "sentence"),
        [
            (13, "fee", "NULL", "b", "takes the next number"),
            (12, "fee", "NULL", "c", "follows the newest one"),
            (12, "reversal", "11", "b", "undoes one entry of its investment exactly"),
            (12, "fee", "NULL", "b", ""),
        ],
    )
    def test_each_entry_of_one_statement_is_asked(
        self, grant: Investment, number: int, kind: str, reverses: str, follows: str, sentence: str
    ):
        """T000011 stands well; the one behind it in the same INSERT leaves a gap, forks, or undoes another amount."""
        head = Transaction.objects.latest("number").hash
        refusal = pytest.raises(IntegrityError, match=sentence) if sentence else nullcontext()
        with writing() as recording, refusal, transaction.atomic(), connection.cursor() as cursor:
            alike = f"{grant.pk}, '2026-01-05', '2026-01-05', {recording.serial}, '', false"
            cursor.execute(
                "INSERT INTO portfolio_transaction (investment_id, counts_from, effective_on, recording_id, note,"
                " is_derived, number, amount, kind, reverses_id, previous_hash, hash)"
                f" VALUES ({alike}, 11, 100, 'fee', NULL, '{head}', '{'b' * 64}'),"
                f" ({alike}, {number}, 101, '{kind}', {reverses}, '{follows * 64}', '{'d' * 64}')"
            )
        assert Transaction.objects.filter(number__gt=10).count() == (0 if sentence else 2)

    def test_a_closed_recording_takes_no_entry(self, grant: Investment):
        with writing() as recording:
            pass
        with pytest.raises(ValueError, match="is closed"):
            ledger.record(entry(grant, Kind.FEE, "2026-01-05", "1"), recording=recording, today=TODAY)


class TestReversals:
    def reverse(self, row: Transaction, **given: object) -> Transaction:
        with writing() as recording:
            return ledger.reverse(row, **{"reason": "entered twice", "recording": recording, "today": TODAY} | given)

    def test_it_bears_the_dates_and_figures_of_what_it_undoes(self, cast: Cast):
        with writing() as recording:
            (row,) = ledger.record_all(
                [entry(cast.investments["palisade-preferred"], Kind.FEE, "2026-02", "12.34", citation=cast.citation)],
                recording=recording,
                today=TODAY,
            )
        undone = self.reverse(row)
        assert str(undone.effective_on) == "2026-02"
        assert (undone.counts_from, undone.amount, undone.reverses) == (row.counts_from, row.amount, row)
        assert undone.note == "entered twice"

    def test_it_counts_from_the_same_day_and_is_known_from_its_recording(self, grant: Investment):
        row = grant.transactions.get(kind=Kind.DISBURSEMENT)
        before = now(date(2025, 10, 1))
        self.reverse(row)
        key = grant.pk
        assert Transaction.objects.at(before).balances_by_investment()[key].disbursed == 3_000_000
        assert Transaction.objects.at(now(date(2025, 10, 1))).balances_by_investment()[key].disbursed == 0

    def test_once(self, grant: Investment):
        row = grant.transactions.get(kind=Kind.DISBURSEMENT)
        undone = self.reverse(row)
        with pytest.raises(ValidationError, match="already been reversed"):
            self.reverse(row)
        with pytest.raises(ValidationError, match="itself a reversal"):
            self.reverse(undone)

    def test_with_a_reason(self, grant: Investment):
        with pytest.raises(ValidationError, match="gives its reason"):
            self.reverse(grant.transactions.first(), reason=" ")

    def test_not_when_later_entries_rest_on_it(self, grant: Investment):
        with pytest.raises(ValidationError, match=r"8,000,000\.00"):
            self.reverse(grant.transactions.get(kind=Kind.COMMITMENT))

    def test_not_an_entry_of_another_investment(self, grant: Investment, loan: Investment):
        strange = entry(grant, Kind.REVERSAL, "2025-10-20", reverses=loan.transactions.last())
        assert "no entry" in refused(strange)

    def test_the_database_wants_it_exact_too(self, grant: Investment):
        row = grant.transactions.get(kind=Kind.DISBURSEMENT)
        head = Transaction.objects.latest("number")
        with writing() as recording, pytest.raises(IntegrityError, match="undoes one entry"), transaction.atomic():
            Transaction.objects.create(
                number=head.number + 1,
                investment=grant,
                kind=Kind.REVERSAL,
                reverses=row,
                amount=row.amount - 1,
                effective_on=row.effective_on,
                counts_from=row.counts_from,
                recording=recording,
                previous_hash=head.hash,
                hash="e" * 64,
            )


class TestRights:
    def test_officers_write_within_their_programs(self, grant: Investment, officer: Account, officer2: Account):
        for writer in (officer, officer2):
            (row,) = record_entries([entry(grant, Kind.FEE, "2026-01-05", "1")], by=writer)
            assert row.recording.by == writer

    @pytest.mark.parametrize("name", ["manager", "auditor", "administrator"])
    def test_nobody_else_writes(self, cast: Cast, grant: Investment, name: str):
        self.denied(grant, cast.people[name])

    def test_an_officer_outside_the_programs_does_not(self, cast: Cast, grant: Investment, officer: Account):
        officer.assignments.filter(agency=cast.agencies["DOE"]).delete()
        self.denied(grant, officer)
        record_entries([entry(cast.investments["palisade-preferred"], Kind.FEE, "2026-01-05", "1")], by=officer)

    def test_one_program_is_not_its_agency(self, cast: Cast, grant: Investment, loan: Investment, officer: Account):
        assigned = officer.assignments.get(agency=cast.agencies["DOE"])
        assigned.program = cast.programs["DOE-ATVM"]
        assigned.save()
        record_entries([entry(loan, Kind.FEE, "2026-01-05", "1")], by=officer)
        self.denied(grant, officer)

    def test_a_superuser_who_is_no_officer_does_not(self, cast: Cast, grant: Investment):
        self.denied(grant, Account.objects.create_superuser("root"))

    def test_an_account_switched_off_does_not(self, grant: Investment, officer: Account):
        officer.is_active = False
        officer.save()
        self.denied(grant, officer)

    def test_a_loader_without_an_account_may(self, grant: Investment):
        (row,) = record_entries([entry(grant, Kind.FEE, "2026-01-05", "1")])
        assert (row.recording.by, row.recording.by_name) == (None, "loader")

    def denied(self, investment: Investment, writer: Account) -> None:
        before = (Transaction.objects.count(), Recording.objects.count())
        with pytest.raises(PermissionDenied, match="not assigned"):
            record_entries([entry(investment, Kind.FEE, "2026-01-05", "1")], by=writer)
        assert (Transaction.objects.count(), Recording.objects.count()) == before
