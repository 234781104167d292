"""Whose a proposal is: where it writes, else the agencies and programs of the awards that what it touches leads to."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence

from django.db.models import Model

from portfolio.models import Agency, Deal, Investment, Program, Tranche, TrancheCondition
from projects.models import CapacityPhase, Company, Milestone, Project
from record.models import Proposal

from .investments import InvestmentAt

Place = Sequence[int | None]
"""The ids of an agency and of a program; no program: money under no stated one."""
Owner = tuple[Agency, Program | None]
Touches = list[tuple[str, int | None]]
Named = dict[type[Model], set[int]]
"""Table → the ids that a proposal names of it."""


def places_of(proposal: Proposal) -> list[Place]:
    """The places that it writes for; none where any officer may decide."""
    payload = proposal.payload
    return payload.get("places") or ([payload["place"]] if payload.get("place") else [])


def place_of(row: Model) -> Place | None:
    """Where a fact of an award, a tranche, a program or an agency is; None for one of none of these."""
    award = getattr(row, "investment", None) or getattr(getattr(row, "tranche", None), "investment", None)
    if award is not None:
        return award.agency_id, award.program_id
    program, agency = getattr(row, "program", None), getattr(row, "agency_id", None)
    program = row if isinstance(row, Program) else program
    if isinstance(program, Program):
        return agency or program.agency_id, program.pk
    return (agency, None) if agency else None


def owners_of(proposals: Collection[Proposal], awards: Iterable[InvestmentAt]) -> dict[int, tuple[Owner, ...]]:
    """Proposal → its owners, each once; empty for one that touches no award. A fixed number of questions.

    `awards` are all that are on record.
    """
    if not proposals:
        return {}
    agencies, programs = Agency.objects.in_bulk(), Program.objects.select_related("agency").in_bulk()
    reach = Reach(list(awards), [named_in(one) for one in proposals])
    found: dict[int, tuple[Owner, ...]] = {}
    for one in proposals:
        owners: list[Owner] = [
            (agencies[agency], programs[program] if program else None)
            for agency, program in places_of(one)
            if agency is not None
        ]
        owners = owners or [(award.agency, award.program) for award in reach.awards(named_in(one))]
        owners = owners or own_names(proposal_touches(one), agencies, programs)
        found[one.pk] = tuple(dict.fromkeys(owners))
    return found


def own_names(touches: Touches, agencies: dict[int, Agency], programs: dict[int, Program]) -> list[Owner]:
    """The programs, else the agencies, that a proposal names itself: where it leads to no award they own it."""
    named = {model: [key for table, key in touches if table == model._meta.db_table] for model in (Program, Agency)}
    found: list[Owner] = [(programs[key].agency, programs[key]) for key in named[Program] if key in programs]
    return found or [(agencies[key], None) for key in named[Agency] if key in agencies]


TABLES: dict[str, type[Model]] = {
    model._meta.db_table: model for model in (Investment, Deal, Tranche, Company, Project, CapacityPhase, Milestone)
}
"""The tables of what leads to awards."""


def proposal_touches(proposal: Proposal) -> Touches:
    """The tables and ids of what it rests on, and of what it is about."""
    return [*((table, key) for table, key in proposal.touches), (proposal.table, proposal.entity_id)]


def named_in(proposal: Proposal) -> Named:
    """What it rests on and what it is about, by table, as far as that leads to awards."""
    found: Named = defaultdict(set)
    for table, key in proposal_touches(proposal):
        if table in TABLES and key is not None:
            found[TABLES[table]].add(key)
    return found


class Reach:
    """Which awards each named thing leads to: a milestone, say, to those of its project and of tranches that wait."""

    def __init__(self, awards: Sequence[InvestmentAt], named: Iterable[Named]) -> None:
        asked: Named = defaultdict(set)
        for one in named:
            for model, keys in one.items():
                asked[model] |= keys
        self.all = awards
        self.projects: dict[type[Model], dict[int, int]] = {
            model: dict(model._default_manager.filter(pk__in=asked[model]).values_list("pk", "project_id"))
            for model in (Milestone, CapacityPhase)
        }
        self.award_of = dict(Tranche.objects.filter(pk__in=asked[Tranche]).values_list("pk", "investment_id"))
        waiting = TrancheCondition.objects.filter(milestone__in=asked[Milestone])
        self.waiting = list(waiting.values_list("milestone_id", "tranche__investment_id"))

    def awards(self, named: Named) -> list[InvestmentAt]:
        """Those that the named things lead to, in the order in which the awards were given."""
        projects = set(named[Project])
        for model, of in self.projects.items():
            projects |= {of[key] for key in named[model] if key in of}
        direct = named[Investment] | {self.award_of[key] for key in named[Tranche] if key in self.award_of}
        direct |= {award for milestone, award in self.waiting if milestone in named[Milestone]}
        rules: tuple[Callable[[InvestmentAt], bool], ...] = (
            lambda line: line.investment.pk in direct,
            lambda line: line.deal.pk in named[Deal],
            lambda line: not projects.isdisjoint(one.pk for one in line.projects),
            lambda line: not named[Company].isdisjoint(firms(line)),
        )
        return [line for line in self.all if any(rule(line) for rule in rules)]


def firms(line: InvestmentAt) -> set[int]:
    """The ids of the companies that an award is with: recipient and issuer."""
    return {one.pk for one in (line.recipient, line.issuer) if one is not None}
