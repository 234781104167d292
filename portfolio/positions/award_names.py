"""What an entry says of its award, by the names of then."""

from collections.abc import Collection
from typing import NamedTuple

from portfolio.models import Agency, Deal, Investment, Program
from projects.models import Company
from record.calculations.as_of import AsOf
from record.models.entities_at import EntitiesAt

from .investments import NOT_STATED


class Award(NamedTuple):
    """What an entry says of its award; read once for all entries of it."""

    investment: str
    deal: str
    agency: str
    program: str
    company: str
    instrument: str


def awards_named(at: AsOf, ids: Collection[int] | None = None) -> dict[int, Award]:
    """Award by id, of these ids; of all without any: also of what was withdrawn by then, for its entries are history.

    A few questions, however many there are.
    """
    rows = Investment.objects.all() if ids is None else Investment.objects.filter(pk__in=ids)
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
