"""Awards that are new at USAspending: by assistance listing and by keyword, as candidates for the record."""

from datetime import timedelta
from typing import Any

from django.conf import settings

from portfolio.calculations.award_numbers import bare_number
from portfolio.models import CandidateKind, Said
from record.calculations.as_of import AsOf

from .answers import amount, day, member, optional
from .awards_on_record import numbers_on_record
from .fetch import Fetcher
from .found import Candidate, Feed, Found
from .usaspending import CONTRACTS, GROUPS, WHERE, Search, amount_of, is_on

LOOKED_BACK = timedelta(days=60)


def ask(fetcher: Fetcher, at: AsOf) -> Found:
    """Awards made in the last 60 days that are not on record by their number; each once, whatever question found it."""
    found = Found()
    known = numbers_on_record(at)
    seen: set[str] = set()
    period = {
        "start_date": (at.as_of - LOOKED_BACK).isoformat(),
        "end_date": at.as_of.isoformat(),
        "date_type": "new_awards_only",
    }
    for filters, groups in questions():
        for group in groups:
            search = Search(fetcher)
            rows = list(search.awards(group, {**filters, "time_period": [period]}))
            for candidate in (_candidate(row, group, search) for row in rows):
                if candidate.key not in seen and bare_number(candidate.number) not in known:
                    seen.add(candidate.key)
                    found.candidates.append(candidate)
    return found


def questions() -> list[tuple[dict[str, Any], list[str]]]:
    """The filters that are asked, each with the groups of awards that can meet them: no contract has a listing."""
    asked: list[tuple[dict[str, Any], list[str]]] = []
    if settings.FEED_USASPENDING_LISTINGS:
        listed = {"program_numbers": list(settings.FEED_USASPENDING_LISTINGS)}
        asked.append((listed, [group for group in GROUPS if group not in CONTRACTS]))
    if settings.FEED_USASPENDING_KEYWORDS:
        asked.append(({"keywords": list(settings.FEED_USASPENDING_KEYWORDS)}, list(GROUPS)))
    return asked


def _candidate(row: dict[str, Any], group: str, search: Search) -> Candidate:
    number = member(row, "Award ID", str, where=WHERE)
    key = member(row, "generated_internal_id", str, where=WHERE)
    dollars = amount(row, amount_of(group), where=WHERE)
    recipient = optional(row, "Recipient Name", str, where=WHERE) or "recipient not stated"
    on = optional(row, "Base Obligation Date", str, where=WHERE)
    content = {
        Said.NUMBER: number,
        Said.RECIPIENT: recipient,
        Said.AGENCY: optional(row, "Awarding Agency", str, where=WHERE) or "",
        Said.FORM: group,
        Said.AMOUNT: "" if dollars is None else f"{dollars:,.2f}",
        Said.AWARDED: on or "",
        Said.LISTING: str(row.get("CFDA Number") or ""),
        Said.DESCRIPTION: " ".join((optional(row, "Description", str, where=WHERE) or "").split()),
    }
    return Candidate(
        key=key,
        kind=CandidateKind.AWARD,
        title=f"{recipient}, {number}",
        name=recipient,
        number=number,
        address=f"https://www.usaspending.gov/award/{key}",
        on=day(on, what="Base Obligation Date", where=WHERE) if on else None,
        content={str(label): text for label, text in content.items() if text},
        answers=search.answers,
    )


FEED = Feed(
    name="usaspending-new-awards",
    label="USAspending: new awards",
    publisher="USAspending.gov",
    schedule="usaspending",
    switch="FEED_USASPENDING_LISTINGS or FEED_USASPENDING_KEYWORDS",
    is_on=lambda: is_on() and bool(questions()),
    ask=ask,
)
