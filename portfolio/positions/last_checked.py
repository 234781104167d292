"""When each award was last checked, and its newest source.

It was checked on the newest day on which one of its sources was read, or on which an officer looked and found nothing
new.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from portfolio.models import InvestmentEvent, InvestmentProject, InvestmentStatus, SourceCheck, StatedTotal, Terms
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate
from record.models import CitedSource

STATED = (Terms, InvestmentStatus, InvestmentProject, InvestmentEvent, StatedTotal)


@dataclass(frozen=True, slots=True)
class Checked:
    """`on`: when its sources were last looked at. `newest_source`: when the newest was published. None: not known."""

    on: date | None = None
    newest_source: PartialDate | None = None


NEVER = Checked()


def checked_at(at: AsOf, of_award: dict[str, Any]) -> dict[int, Checked]:
    """Award → when it was last checked at `at`; the same few questions however many awards there are.

    Asks what is said of the award: terms, statuses, projects, events, totals as stated. Not its entries.
    """
    cited: dict[int, set[int]] = defaultdict(set)
    for model in STATED:
        facts = model.objects.filter(**of_award).at(at).exclude(citation=None).order_by()
        for award, citation in facts.values_list("investment_id", "citation_id").distinct():
            cited[award].add(citation)
    days: dict[int, list[tuple[date | None, PartialDate | None]]] = defaultdict(list)
    sources = CitedSource.objects.values_list("citation_id", "source__accessed_on", "source__published_on")
    for citation, read_on, published_on in sources:
        days[citation].append((read_on, published_on))
    looks = SourceCheck.objects.filter(**of_award).at(at).order_by("counts_from")
    looked = dict(looks.values_list("investment_id", "counts_from"))
    found = {}
    for award in cited.keys() | looked.keys():
        pairs = [pair for citation in cited[award] for pair in days[citation]]
        read = [read_on for read_on, _ in pairs if read_on] + ([looked[award]] if award in looked else [])
        found[award] = Checked(
            max(read, default=None), max((day for _, day in pairs if day), key=lambda day: day.end, default=None)
        )
    return found
