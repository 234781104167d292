"""What USAspending says of the awards that we have on record: their totals, and each of their transactions."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from portfolio.calculations.award_numbers import bare_number
from portfolio.models import Investment, Match
from record.calculations.as_of import AsOf

from .answers import amount, day, member, optional
from .fetch import Fetcher
from .found import Batch, Feed, Found, csv_of
from .usaspending import GROUPS, WHERE, Search, chunks, is_on

AWARDS = (
    "origin", "award_number", "recipient_name", "agency_name", "awarded_on", "theirs_obligated_usd",
    "theirs_disbursed_usd", "theirs_face_value_usd", "theirs_subsidy_cost_usd", "description", "stated_on",
)  # fmt: skip
TRANSACTIONS = ("award_number", "id", "action_date", "federal_action_obligation")
# Before the key by which the downloaded files name the same transaction.
PREFIXES = ("ASST_TX_", "CONT_TX_")


def ask(fetcher: Fetcher, at: AsOf) -> Found:
    """The awards by their numbers, one import of their totals, and one for each award of its transactions."""
    found = Found()
    numbers = numbers_on_record(at)
    if not numbers:
        found.notes.append("No award on record has a number.")
        return found
    searched = Search(fetcher)
    named: dict[str, set[str]] = defaultdict(set)
    for bare, name in _searched(searched, sorted(numbers.values())):
        named[bare].add(name)
    rows, answers = [], []
    for bare, number in sorted(numbers.items()):
        names = named.get(bare, set())
        if len(names) != 1:
            what = f"is the number of {len(names)} awards, and none was read" if names else "is not found"
            found.notes.append(f"{number} {what} at USAspending.")
            continue
        (name,) = names
        search = Search(fetcher)
        rows.append(_award(search, name, number))
        answers.extend(search.answers)
        search = Search(fetcher)
        batch = _transactions(search, name, number)
        found.batches.extend([batch] if batch else [])
    if rows:
        title = f"{len(rows)} awards by their numbers"
        content = csv_of(AWARDS, rows)
        mapping = "USAspending API awards"
        found.batches.insert(0, Batch("awards", title, "agency-awards", mapping, content, answers))
    return found


def numbers_on_record(at: AsOf) -> dict[str, str]:
    """Bare number → the number of each award on record, and each that was matched with one by hand."""
    found: dict[str, str] = {}
    for award in Investment.objects.standing():
        for number in (award.fain, award.piid, award.uri):
            if number:
                found.setdefault(bare_number(number), number)
    for number, match in Match.objects.at(at).latest_by("award_number").items():
        if match.investment_id:
            found.setdefault(bare_number(number), number)
        else:
            found.pop(bare_number(number), None)
    return found


def _searched(search: Search, numbers: list[str]) -> Iterator[tuple[str, str]]:
    """The bare number and USAspending's own name of each award that bears one of the numbers, and no other."""
    wanted = {bare_number(number) for number in numbers}
    for group in GROUPS:
        for some in chunks(numbers):
            for row in search.awards(group, {"award_ids": [f'"{number}"' for number in some]}):
                bare = bare_number(member(row, "Award ID", str, where=WHERE))
                if bare in wanted:
                    yield bare, member(row, "generated_internal_id", str, where=WHERE)


def _award(search: Search, name: str, number: str) -> tuple[Any, ...]:
    """The row of one award, as its page at USAspending says it."""
    said = search.award(quote(name, safe=""))
    recipient = member(said, "recipient", dict, where=WHERE)
    agency = optional(said, "awarding_agency", dict, where=WHERE)
    toptier = member(agency, "toptier_agency", dict, where=WHERE) if agency else {}
    period = member(said, "period_of_performance", dict, where=WHERE)
    changed = optional(period, "last_modified_date", str, where=WHERE)
    signed = optional(said, "date_signed", str, where=WHERE)
    is_contract = _is_contract(member(said, "category", str, where=WHERE))
    is_loan = said["category"] == "loans"
    outlay = "total_outlay" if "total_outlay" in said else "total_account_outlay"
    return (
        "USAspending contracts" if is_contract else "USAspending assistance",
        number,
        optional(recipient, "recipient_name", str, where=WHERE),
        toptier.get("name"),
        day(signed, what="date_signed", where=WHERE) if signed else None,
        _cents(amount(said, "total_obligation", where=WHERE)),
        _cents(amount(said, outlay, where=WHERE)),
        _cents(amount(said, "total_loan_value", where=WHERE)) if is_loan else None,
        _cents(amount(said, "total_subsidy_cost", where=WHERE)) if is_loan else None,
        optional(said, "description", str, where=WHERE),
        day(changed, what="last_modified_date", where=WHERE) if changed else None,
    )


def _is_contract(category: str) -> bool:
    return category in ("contract", "idv")


def _transactions(search: Search, name: str, number: str) -> Batch | None:
    """The obligations of one award. A loan's transactions state none: they give a face value and a subsidy cost."""
    rows = []
    for said in search.transactions(name):
        obligation = amount(said, "federal_action_obligation", where=WHERE)
        key = member(said, "id", str, where=WHERE)
        on = day(member(said, "action_date", str, where=WHERE), what="action_date", where=WHERE)
        if obligation is not None:
            rows.append((number, _bare_key(key), on, _cents(obligation)))
    if not rows:
        return None
    content = csv_of(TRANSACTIONS, sorted(rows, key=lambda row: (row[2], row[1])))
    title, mapping = f"Transactions of award {number}", "USAspending API transactions"
    return Batch(number, title, "transactions", mapping, content, search.answers)


def _bare_key(key: str) -> str:
    for prefix in PREFIXES:
        key = key.removeprefix(prefix)
    return key


def _cents(amount: Decimal | None) -> Decimal | None:
    """Dollars as the file gives them, without the zeros that a float adds behind the cents."""
    if amount is None:
        return None
    return amount.quantize(Decimal("0.01")) if amount == amount.quantize(Decimal("0.01")) else amount


FEED = Feed(
    name="usaspending-awards",
    label="USAspending: awards on record",
    publisher="USAspending.gov",
    schedule="usaspending",
    switch="FEED_USASPENDING_ADDRESS",
    is_on=is_on,
    ask=ask,
)
