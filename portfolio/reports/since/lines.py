"""A line of what changed: of what, before and after, from which day, and who recorded it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from portfolio.calculations.kinds import Instrument
from portfolio.models import Agency, Deal, Investment, Program
from portfolio.positions.names import award_name, program_name
from projects.models import CapacityPhase, Company, Milestone, Project
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate
from record.models import Entity, Recording, Withdrawal

HAPPENED, LEARNED = "happened", "learned_or_corrected"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a fact is about: its name on a page, and the identifiers of the pages that it leads to."""

    name: str
    investment: str | None = None
    company: str | None = None
    project: str | None = None
    award: int = 0

    def called(self, name: str) -> "About":
        return replace(self, name=name)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """One change. `recording` is that of what was written last about it, None of what is worked out."""

    change: str
    subject: str
    about: About
    what: str
    before: str | None
    after: str | None
    effective_on: PartialDate | None = None
    recording: Recording | None = None
    reason: str = ""
    sources: str = ""
    amount: Decimal | None = None
    place: tuple[int, ...] = ()


ENTITIES: tuple[type[Entity], ...] = (
    *(Investment, Company, Project, Milestone, CapacityPhase),
    *(Deal, Program, Agency),
)


class Entities:
    """What facts name, by id, as it was called at a moment; withdrawn ones are known as such."""

    def __init__(self, at: AsOf) -> None:
        self.by_model: dict[type[Entity], dict[int, Any]] = {
            model: model.objects.at(at, with_withdrawn=True) for model in ENTITIES
        }
        self.investments, self.companies, self.projects, self.milestones, self.phases = (
            self.by_model[model] for model in ENTITIES[:5]
        )
        self.withdrawals = list(Withdrawal.objects.known(at).select_related("recording", "citation").order_by("pk"))
        self.gone = {(one.table, one.entity_id) for one in self.withdrawals}

    def is_gone(self, entity: Any) -> bool:
        return (entity._meta.db_table, entity.pk) in self.gone

    def name(self, model: type[Entity], pk: int) -> str | None:
        """What an entity is called: a program that bears the code of its agency by the agency's name."""
        one = self.by_model.get(model, {}).get(pk)
        if isinstance(one, Program):
            agency = self.by_model[Agency].get(one.agency_id)
            return program_name(one, agency) if agency else one.name
        return None if one is None else str(getattr(one, "name", one))

    def of_table(self, table: str, pk: int) -> tuple[type[Entity], About] | None:
        """The model and what is told of an entity by the name of its table; None where it is none of these, or gone."""
        for model, told in self.told.items():
            if model._meta.db_table == table:
                about = told(pk)
                return None if about is None else (model, about)
        return None

    @property
    def told(self) -> dict[type[Entity], Callable[[int], About | None]]:
        return {
            Investment: self.award,
            Company: self.company,
            Project: self.project,
            Milestone: self.milestone,
            CapacityPhase: self.phase,
            Deal: self.deal,
            Program: self.program,
        }

    def deal(self, pk: int) -> About | None:
        one = self.by_model[Deal].get(pk)
        return None if one is None or self.is_gone(one) else About(name=one.name)

    def program(self, pk: int | None) -> About | None:
        name = self.name(Program, pk or 0)
        return None if name is None else About(name=name)

    def reached(self, row: Any) -> About | None:
        """An award with the project that it reaches."""
        award, project = self.award(row.investment_id), self.project(row.project_id)
        return award and project and replace(award, name=f"{award.name} at {project.name}", project=project.project)

    def award(self, pk: int) -> About | None:
        one = self.investments.get(pk)
        if one is None or self.is_gone(one):
            return None
        recipient = self.companies[one.recipient_id]
        name = award_name(Instrument(one.instrument), recipient, self.companies.get(one.issuer_id or 0))
        return About(name=name, investment=one.slug, company=recipient.slug, award=one.pk)

    def company(self, pk: int | None) -> About | None:
        one = self.companies.get(pk or 0)
        return None if one is None or self.is_gone(one) else About(name=one.name, company=one.slug)

    def project(self, pk: int | None) -> About | None:
        one = self.projects.get(pk or 0)
        return None if one is None or self.is_gone(one) else About(name=one.name, project=one.slug)

    def milestone(self, pk: int) -> About | None:
        one = self.milestones.get(pk)
        return None if one is None else self.of_site(one, one.name)

    def phase(self, pk: int) -> About | None:
        one = self.phases.get(pk)
        return None if one is None else self.of_site(one, one.product)

    def of_site(self, one: Any, name: str) -> About | None:
        """What belongs to a site, after the name of the site; None where either was withdrawn."""
        site = self.project(one.project_id)
        return None if site is None or self.is_gone(one) else site.called(f"{site.name}: {name}")

    def owned(self, row: Any) -> About | None:
        """The company or project of an ownership, named with its owner."""
        held = self.company(row.owned_company_id) if row.owned_company_id else self.project(row.owned_project_id)
        owner = self.company(row.owner_company_id) if row.owner_company_id else About(name=row.owner_code)
        return held and owner and held.called(f"{owner.name} in {held.name}")
