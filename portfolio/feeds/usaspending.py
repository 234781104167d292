"""USAspending, API v2: the search for awards and its pages. Its contracts are published with its source code."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from .answers import Answer, member
from .fetch import Fetcher
from .stopped import FeedStopped

WHERE = "USAspending"
PAGE = 100  # of the search
TRANSACTIONS_PAGE = 5_000
MOST_PAGES = 50

# One search asks for one group of award types, and the columns differ: a loan has a value, others an amount.
ASSISTANCE = {"grants": ("02", "03", "04", "05"), "direct payments": ("06", "10"), "other assistance": ("09", "11")}
CONTRACTS = {
    "contracts": ("A", "B", "C", "D"),
    "contract vehicles": ("IDV_A", "IDV_B", "IDV_B_A", "IDV_B_B", "IDV_B_C", "IDV_C", "IDV_D", "IDV_E"),
}
LOANS = {"loans": ("07", "08")}
GROUPS = {**ASSISTANCE, **LOANS, **CONTRACTS}
COMMON = ("Award ID", "Recipient Name", "Awarding Agency", "Base Obligation Date", "Description")


@dataclass(slots=True)
class Search:
    """One search, page after page. `answers` are those of the pages read so far."""

    fetcher: Fetcher
    answers: list[Answer] = field(default_factory=list)

    def awards(self, group: str, filters: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Each award of a group that meets the filters. Raises FeedStopped, also where it has more pages than read."""
        amount = amount_of(group)
        listing = () if group in CONTRACTS else ("CFDA Number",)
        question = {
            "filters": {**filters, "award_type_codes": list(GROUPS[group])},
            "fields": [*COMMON, amount, *listing],
            "limit": PAGE,
            "sort": amount,
            "order": "desc",
            "subawards": False,
        }
        yield from self.pages("search/spending_by_award/", question)

    def transactions(self, award: str) -> Iterator[dict[str, Any]]:
        """Each transaction of an award, named by USAspending's own identifier."""
        question = {"award_id": award, "limit": TRANSACTIONS_PAGE, "sort": "action_date", "order": "asc"}
        yield from self.pages("transactions/", question)

    def pages(self, path: str, question: dict[str, Any]) -> Iterator[dict[str, Any]]:
        for page in range(1, MOST_PAGES + 1):
            answer = self.fetcher.post(address(path), {**question, "page": page})
            self.answers.append(answer)
            rows = member(answer.json, "results", list, where=WHERE)
            for row in rows:
                if not isinstance(row, dict):
                    raise FeedStopped(f"{WHERE} answers in another shape: a result is no object. Nothing was read.")
                yield row
            if not member(member(answer.json, "page_metadata", dict, where=WHERE), "hasNext", bool, where=WHERE):
                return
        raise FeedStopped(f"{WHERE} has more than {MOST_PAGES} pages for one question. Narrow what the feed asks for.")

    def award(self, award: str) -> dict[str, Any]:
        """All that USAspending says of one award."""
        answer = self.fetcher.get(address(f"awards/{award}/"))
        self.answers.append(answer)
        return answer.json


def amount_of(group: str) -> str:
    """The column in which the search gives the dollars of a group."""
    return "Loan Value" if group in LOANS else "Award Amount"


def address(path: str) -> str:
    return f"{settings.FEED_USASPENDING_ADDRESS.rstrip('/')}/{path}"


def is_on() -> bool:
    return bool(settings.FEED_USASPENDING_ADDRESS)


def chunks(numbers: Sequence[str], size: int = 50) -> Iterator[list[str]]:
    for place in range(0, len(numbers), size):
        yield list(numbers[place : place + size])
