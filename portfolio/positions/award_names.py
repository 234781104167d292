"""What an entry says of its award, by the names of then."""

from collections.abc import Collection
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from portfolio.models import Agency, Deal, Investment, Program
from projects.models import Company
from record.calculations.as_of import AsOf
from record.models import Recording
from record.models.entities_at import EntitiesAt
from record.models.facts import EntityQuerySet

from .investments import NOT_STATED


class Award(NamedTuple):
    """What an entry says of its award; read once for all entries of it."""

    investment: str
    deal: str
    agency: str
    program: str
    company: str
    instrument: str


MOMENTS, NAMES = 4, 5_000
"""Of how many moments a process remembers names, and how many of each at most."""


def awards_named(at: AsOf, ids: Collection[int]) -> dict[int, Award]:
    """Award by id, of these ids: also of what was withdrawn by then, for its entries are history.

    A process remembers what it read of a recording, by the recording's hash: that is all that was on record then. Who
    asks of more awards goes from page to page, and all are read, where they are not too many.
    """
    state = Recording.objects.filter(pk=at.serial).values_list("hash", flat=True).first()
    if not state:
        return read(at, Investment.objects.filter(pk__in=ids))
    known = remembered(state, at.as_of)
    named = {pk: known[pk] for pk in ids if pk in known}
    if missing := set(ids) - named.keys():
        every = known and Investment.objects.count() <= NAMES
        found = every_award_named(at) if every else read(at, Investment.objects.filter(pk__in=missing))
        named |= {pk: found[pk] for pk in missing if pk in found}
        if len(known) + len(found) > NAMES and not every:
            known.clear()
        known.update(found)
    return named


@lru_cache(maxsize=MOMENTS)
def remembered(state: str, as_of: date) -> dict[int, Award]:
    """What is remembered of the recording with that hash, at a day; whoever reads more adds it."""
    return {}


def every_award_named(at: AsOf) -> dict[int, Award]:
    """All of them; a few questions, however many there are."""
    return read(at, Investment.objects.all())


def read(at: AsOf, rows: EntityQuerySet[Investment]) -> dict[int, Award]:
    awards = rows.at(at, with_withdrawn=True)
    labelled = EntitiesAt(at)
    deals = labelled.of(Deal, {one.deal_id for one in awards.values()})
    agencies = labelled.of(Agency, {one.agency_id for one in awards.values()})
    programs = labelled.of(Program, {one.program_id for one in awards.values()})
    companies = labelled.of(Company, {one.recipient_id for one in awards.values()})
    return {
        pk: Award(
            investment=one.slug,
            deal=deals[one.deal_id].slug,
            agency=agencies[one.agency_id].code,
            program=programs[one.program_id].code if one.program_id in programs else NOT_STATED,
            company=companies[one.recipient_id].slug,
            instrument=one.instrument,
        )
        for pk, one in awards.items()
    }
