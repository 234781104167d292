"""Any order of daily downloads, with corrections and deletions, ends at the newest one's totals."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from portfolio.calculations.kinds import Kind
from portfolio.imports.preview import Refused, read, write
from portfolio.imports.row_outcomes import Becomes
from portfolio.imports.saved import mapping_of
from portfolio.models import EntryVersion, Transaction
from portfolio.services import ledger
from record.services import entities
from tests.cast import TODAY, entry, now, writing

pytestmark = pytest.mark.long

HEAD = (
    "assistance_transaction_unique_key,award_id_fain,action_date,federal_action_obligation,"
    "correction_delete_indicator_code,last_modified_date"
)
FIRST_DAY = date(2026, 1, 1)
KEYS = tuple(f"8900_DEMS0001_-NONE-_81.087_{mark}" for mark in "abc")
"""As USAspending forms them: agency, award numbers, listing, modification."""
A = KEYS[0]


SHAPES = {
    "stating 0": "DEMS0001,2025-12-01,0.00",
    "without an amount": "DEMS0001,2025-12-01,",
    "without amount and day": "DEMS0001,,",
    "of the key alone": ",,",
}
"""What a deletion says besides the key of what it deletes."""


@dataclass(frozen=True)
class Change:
    """What becomes of a key on a day: another amount, nothing (0), or its deletion (None), in one of the shapes."""

    key: str
    amount: int | None
    shape: str = "stating 0"

    @property
    def said(self):
        return SHAPES[self.shape] if self.amount is None else f"DEMS0001,2025-12-01,{self.amount}.00"


CHANGES = st.lists(
    st.builds(Change, st.sampled_from(KEYS), st.none() | st.integers(0, 4), st.sampled_from(list(SHAPES))),
    max_size=3,
    unique_by=lambda one: one.key,
)
# A download has all keys that are known by its day, or only those that changed on it.
DAYS = st.lists(st.tuples(CHANGES, st.booleans()), min_size=2, max_size=4)


def downloads(days):
    """One file for each day."""
    known: dict[str, str] = {}
    for place, (changes, is_whole) in enumerate(days):
        day = FIRST_DAY + timedelta(days=place)
        for change in changes:
            is_deleted = change.amount is None
            code = "D" if is_deleted else "C" if change.key in known else ""
            known[change.key] = f"{change.key},{change.said},{code},{day}"
        named = known if is_whole else [change.key for change in changes]
        yield "\n".join([HEAD, *(known[key] for key in sorted(named))]) + "\n"


def newest(days):
    """What the newest statement of each key adds up to."""
    amounts = {change.key: change.amount or 0 for changes, _ in days for change in changes}
    return Decimal(sum(amounts.values()))


@pytest.fixture
def grant(cast):
    """A grant of which nothing is obligated, and 1,000 may be."""
    award = cast.investments["palisade-doe-grant"]
    with writing() as recording:
        entities.relabel(award, {"fain": "DEMS0001"}, recording=recording)
        for one in Transaction.objects.filter(investment=award).order_by("-number"):
            ledger.reverse(one, reason="the test begins anew", recording=recording, today=TODAY)
        ledger.record(entry(award, Kind.COMMITMENT, "2025-08-01", "1000"), recording=recording, today=TODAY)
    return award


def load(text):
    mapping = mapping_of("transactions", "USAspending assistance prime transactions")
    reading = read("transactions", text.encode(), mapping)
    plan, recording = write(reading, expected=None, why="a download", today=TODAY, by_name="loader")
    return plan, recording


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=DAYS, order=st.permutations(range(8)))
@example(days=[([Change(A, 4)], True), ([Change(A, 1)], True), ([Change(A, 4)], True)], order=[0, 2, 1])
@example(days=[([Change(A, 4)], True), ([Change(A, None)], False)], order=[1, 0])
@example(days=[([Change(A, 4)], True), ([Change(A, None)], True), ([Change(A, 2)], True)], order=[2, 1, 0])
@example(days=[([Change(A, 4)], True), ([Change(A, None, "without an amount")], False)], order=[1, 0])
@example(days=[([Change(A, 4)], True), ([Change(A, None, "without amount and day")], False)], order=[1, 0])
@example(days=[([Change(A, 4)], True), ([Change(A, None, "of the key alone")], False)], order=[1, 0])
def test_any_order_ends_at_the_newest_totals(grant, days, order):
    files = list(downloads(days))
    with transaction.atomic():
        for place in order:
            if place < len(files):
                load(files[place])
        found = Transaction.objects.filter(investment=grant).at(now()).balances_by_investment()
        assert found[grant.pk].obligated == newest(days)
        for text in files:  # and then nothing is new any more
            assert load(text)[1] is None
        transaction.set_rollback(True)


def stripped(text):
    """The same download without the day of each version."""
    return "".join(f"{line.rsplit(',', 1)[0]}\n" for line in text.splitlines())


def amount(grant):
    found = Transaction.objects.filter(investment=grant).at(now()).balances_by_investment()
    return found[grant.pk].obligated


def answered(text, answer):
    """A file of which every row bears this answer."""
    head, *rows = text.splitlines()
    return "\n".join([f"{head},same_as", *(f"{row},{answer}" for row in rows)]) + "\n"


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=DAYS, again=st.lists(st.integers(0, 7), max_size=4))
@example(days=[([Change(A, 4)], True), ([Change(A, 1)], True)], again=[0])
@example(days=[([Change(A, 4)], True), ([Change(A, None)], True)], again=[0])
@example(days=[([Change(A, 0)], True), ([Change(A, 4)], True)], again=[0])
@example(days=[([Change(A, 4)], True), ([Change(A, None, "of the key alone")], True)], again=[0])
def test_without_days_an_older_download_sent_again_is_same_or_asked(grant, days, again):
    """Every download in its order, each followed by older ones: those change nothing, and are left out when told."""
    files = [stripped(text) for text in downloads(days)]
    with transaction.atomic():
        for place, text in enumerate(files):
            try:
                load(text)
            except Refused:  # it says again what an earlier file said: it is the newest all the same
                load(answered(text, "newer"))
            stands = amount(grant)
            for older in (one for one in again if one < place):
                with suppress(Refused), transaction.atomic():
                    load(files[older])
                assert amount(grant) == stands
                load(answered(files[older], "older"))
                assert amount(grant) == stands
        assert amount(grant) == newest(days)
        transaction.set_rollback(True)


FIRST, CORRECTED, DELETED = (
    stripped(f"{HEAD}\na,DEMS0001,2025-12-01,{said},2026-01-01\n") for said in ("4.00,", "1.00,C", "1.00,D")
)


@pytest.mark.parametrize("later", [CORRECTED, DELETED])
@pytest.mark.parametrize("order", ["in order", "the correction first"])
def test_a_first_download_after_its_correction_is_asked(grant, later, order):
    for text in (FIRST, later) if order == "in order" else (later,):
        load(text)
    stands = amount(grant)
    with pytest.raises(Refused) as refused:
        load(FIRST)
    assert "older than what is on record, or newer?" in refused.value.plan.row_outcomes[0].changes[0][2]
    plan, nothing = load(answered(FIRST, "older"))
    assert (plan.row_outcomes[0].becomes, nothing) == (Becomes.LEFT_OUT, None)
    assert amount(grant) == stands
    load(answered(FIRST, "newer"))
    assert amount(grant) == 4


def test_an_older_deletion_sent_again_is_asked(grant):
    for text in (FIRST, DELETED, answered(FIRST, "newer")):
        load(text)
    with pytest.raises(Refused):
        load(DELETED)
    assert amount(grant) == 4


def test_without_days_a_figure_that_no_file_said_before_counts(grant):
    for said in (4, 1, 3):
        load(FIRST.replace("4.00", f"{said}.00"))
    assert amount(grant) == 3
    assert EntryVersion.objects.count() == 3


def test_a_day_said_of_the_whole_file_decides(grant):
    for text, day in ((CORRECTED, "2026-01-02"), (FIRST, "2026-01-01")):
        head, row = text.splitlines()
        plan, _ = load(f"{head},source_version_on\n{row},{day}\n")
    assert plan.row_outcomes[0].becomes is Becomes.LEFT_OUT
    assert "older than that of 2026-01-02" in plan.row_outcomes[0].why
    assert amount(grant) == 1
