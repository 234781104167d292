"""Any order of daily downloads, with corrections and deletions, ends at the newest one's totals."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from portfolio.calculations.kinds import Kind
from portfolio.imports.preview import read, write
from portfolio.imports.saved import mapping_of
from portfolio.models import EntryVersion, Transaction
from portfolio.services import ledger
from record.services import entities
from tests.cast import TODAY, entry, now, writing

HEAD = (
    "assistance_transaction_unique_key,award_id_fain,action_date,federal_action_obligation,"
    "correction_delete_indicator_code,last_modified_date"
)
FIRST_DAY = date(2026, 1, 1)
KEYS = ("a", "b", "c")


@dataclass(frozen=True)
class Change:
    """What becomes of a key on a day: another amount, nothing (0), or its deletion (None)."""

    key: str
    amount: int | None


CHANGES = st.lists(
    st.builds(Change, st.sampled_from(KEYS), st.none() | st.integers(0, 4)), max_size=3, unique_by=lambda one: one.key
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
            known[change.key] = f"{change.key},DEMS0001,2025-12-01,{change.amount or 0}.00,{code},{day}"
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
@example(days=[([Change("a", 4)], True), ([Change("a", 1)], True), ([Change("a", 4)], True)], order=[0, 2, 1])
@example(days=[([Change("a", 4)], True), ([Change("a", None)], False)], order=[1, 0])
@example(days=[([Change("a", 4)], True), ([Change("a", None)], True), ([Change("a", 2)], True)], order=[2, 1, 0])
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


def test_without_days_of_versions_the_file_that_comes_last_counts(grant):
    bare = "\n".join(line.rsplit(",", 1)[0] for line in next(downloads([([Change("a", 4)], True)])).splitlines()) + "\n"
    load(bare)
    load(bare.replace(",4.00,", ",1.00,"))
    load(bare)
    assert Transaction.objects.filter(investment=grant).at(now()).balances_by_investment()[grant.pk].obligated == 4
    assert EntryVersion.objects.count() == 3
