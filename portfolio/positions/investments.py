"""Every investment as it stood at an AsOf: its labels, status, terms, projects and balance, read in a few questions."""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property
from operator import attrgetter
from typing import Any

from portfolio.calculations.balance import Balance
from portfolio.calculations.endings import ENDINGS
from portfolio.calculations.figures import Figures, figures, with_stated_totals
from portfolio.calculations.fiscal_year import fiscal_year_of
from portfolio.calculations.kinds import Family, Instrument, Status
from portfolio.calculations.money_form import money_forms
from portfolio.models import (
    Agency,
    Deal,
    Investment,
    InvestmentProject,
    InvestmentStatus,
    Program,
    StatedFigure,
    StatedTotal,
    Terms,
    Transaction,
)
from projects.models import Company, Mineral, Project, ProjectMineral
from record.calculations.as_of import AsOf
from record.calculations.once import once
from record.models import Citation, Withdrawal
from record.models.entities_at import EntitiesAt

from .asked_awards import may_pass
from .figures import read_by
from .filters import ASSUMED, OF_A_FIGURE, Filters
from .last_checked import NEVER, Checked, checked_at
from .ledger_sums import sums_at
from .names import award_in_words

NOT_STATED = "not stated"


@dataclass(kw_only=True)
class InvestmentAt:
    """One award at an AsOf. What no source states is None."""

    investment: Investment
    deal: Deal
    agency: Agency
    program: Program | None
    recipient: Company
    issuer: Company | None
    status: Status | None
    stated_status: InvestmentStatus | None
    terms: Terms | None
    versions: tuple[Terms, ...] = ()
    """The versions of its terms, the oldest first: the last one holds."""
    reaches: list[InvestmentProject] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    minerals: list[Mineral] = field(default_factory=list)
    balances: Callable[[], dict[int, Balance]]
    """The balance of each award that has an entry; asked of the database when a first figure is asked for."""
    to_date: dict[StatedFigure, Decimal | None] = field(default_factory=dict)
    is_withdrawn: bool = False
    checks: Callable[[], dict[int, Checked]] = dict
    """When each award was last checked; asked of the database when it is first asked for."""
    secondary: Collection[int] = ()
    """Citations with a source that was read in a secondary text."""

    @property
    def checked(self) -> Checked:
        """When its sources were last looked at."""
        return self.checks().get(self.investment.pk, NEVER)

    @cached_property
    def balance(self) -> Balance:
        """What its entries add up to."""
        return self.balances().get(self.investment.pk) or Balance()

    @property
    def counted(self) -> Balance:
        """The balance behind its figures: with what a source states in all, where the entries show less."""
        if self.investment.ledger_is_complete:
            return self.balance
        obligated, disbursed = (self.to_date.get(one) for one in (StatedFigure.OBLIGATED, StatedFigure.DISBURSED))
        family = self.instrument.family
        return with_stated_totals(self.balance, family, obligated=obligated, disbursed=disbursed)

    @cached_property
    def figures(self) -> Figures:
        """Its figures, drawn from the balance when they are first asked for."""
        terms = self.terms
        return figures(
            self.balance,
            instrument=self.instrument,
            principal=terms.principal if terms else None,
            face_value=terms.announced_amount if terms else None,
            capitalised_interest=terms.capitalised_interest if terms else None,
            covered_share=terms.covered_share if terms else None,
            complete=self.investment.ledger_is_complete,
            obligated_to_date=self.to_date.get(StatedFigure.OBLIGATED),
            disbursed_to_date=self.to_date.get(StatedFigure.DISBURSED),
        )

    @property
    def slug(self) -> str:
        return self.investment.slug

    @property
    def in_words(self) -> str:
        """What it is and whose, within a sentence: "warrant of Lithium Americas Corp."."""
        return award_in_words(self.instrument, self.recipient, self.issuer)

    @property
    def instrument(self) -> Instrument:
        return Instrument(self.investment.instrument)

    @property
    def is_money(self) -> bool:
        """True from a definitive commitment on, and for a terminated award, which counts what its ledger shows."""
        return self.status is not None and (self.status.is_committed_money or self.status is Status.TERMINATED)

    @property
    def has_ended(self) -> bool:
        """True for an award that is repaid, exited, terminated or lapsed: nothing more is paid under it."""
        return self.status in ENDINGS

    @property
    def face_value(self) -> Decimal | None:
        """What a loan lends or a guarantee covers in all, in USD; None for other instruments, or before it binds."""
        return self.figures.committed if self.is_money and self.instrument.family.is_lending else None

    @property
    def committed(self) -> Decimal | None:
        """Set aside, in USD; None for loans and guarantees, whose face value stands apart, and before it binds."""
        return self.figures.committed if self.is_money and not self.instrument.family.is_lending else None

    @property
    def exposure_high(self) -> Decimal | None:
        """At most at risk, in USD: its exposure, else all that is committed or its face value; None without either."""
        return self.figures.committed if self.figures.exposure is None else self.figures.exposure

    @property
    def ceiling(self) -> Decimal | None:
        return self.terms.ceiling if self.terms else None

    @property
    def sources(self) -> str:
        stated = self.terms or self.stated_status
        return stated.citation.text if stated and stated.citation else ""

    @property
    def is_secondary(self) -> bool:
        """True when a source of its terms was read in a secondary text and not opened itself."""
        stated = self.terms or self.stated_status
        return stated is not None and stated.citation_id in self.secondary

    @property
    def program_code(self) -> str:
        return self.program.code if self.program else NOT_STATED

    def passes(self, filters: Filters) -> bool:
        """True when the award is among what was asked for."""
        asked = {
            "agency": {self.agency.code},
            "program": {self.program_code},
            "company": {company.slug for company in (self.recipient, self.issuer) if company},
            "project": {project.slug for project in self.projects},
            "deal": {self.deal.slug},
            "investment": {self.slug},
            "mineral": {mineral.slug for mineral in self.minerals},
            "state": {project.state for project in self.projects},
            "country": {project.country or NOT_STATED for project in self.projects} or {NOT_STATED},
            "instrument": {self.instrument.value},
            "money_form": money_forms(self.instrument.family),
            "status": {self.status.value if self.status else ""},
            "confidence": {self.terms.confidence if self.terms else ""},
        }
        if any(wanted and wanted not in asked[name] for name, wanted in _texts(filters).items()):
            return False
        return filters.fiscal_year is None or filters.fiscal_year == self.fiscal_year

    @property
    def fiscal_year(self) -> int | None:
        """The fiscal year of the announcement; None when it is unknown or its date spans two."""
        announced = self.terms.announced_on if self.terms else None
        return fiscal_year_of(announced) if announced else None


def _texts(filters: Filters) -> dict[str, str]:
    others = ("fiscal_year", "year", "priced", "checked", *OF_A_FIGURE, *ASSUMED)
    return {name: value for name, value in filters.asked().items() if name not in others}


def investments_at(at: AsOf, filters: Filters | None = None, *, family: Family | None = None) -> list[InvestmentAt]:
    """Every award that had a status by `at` and was not withdrawn, narrowed by `filters`, in the order of its slug.

    Of a family those of its instruments alone are read.
    """
    only = may_pass(at, filters) if filters else None
    if family is not None:
        forms = [one for one in Instrument if one.family is family]
        own = {pk for one in forms for pk in Investment.objects.bearing(at, instrument=one)}
        only = own if only is None else own & only
    standing = (line for line in on_record_at(at, only=only) if line.status is not None and not line.is_withdrawn)
    return [line for line in standing if filters is None or line.passes(filters)]


@once
def on_record_at(at: AsOf, *, only: Collection[int] | None = None) -> list[InvestmentAt]:
    """Every award on record at `at`, in the order of its slug.

    Also one whose first status lies after that day, and one that was withdrawn by then: its entries are history.

    The same few questions to the database however many awards there are; with `only`, of the awards of those ids
    alone. The ledger is added up when a figure is first asked for, once for all of them, and so are the days on
    which they were last checked.
    """
    labelled = EntitiesAt(at)
    of_award = {} if only is None else {"investment__in": only}
    statuses = InvestmentStatus.objects.filter(**of_award).at(at).select_related("citation").latest_by("investment_id")
    versions = Terms.objects.filter(**of_award).at(at).select_related("citation", "recording")
    terms = versions.latest_by("investment_id")
    versions_of = defaultdict(list)
    for one in versions:
        versions_of[one.investment_id].append(one)
    totals = StatedTotal.objects.filter(**of_award).at(at).latest_by("investment_id", "figure")
    secondary = Citation.secondary()
    reaches = defaultdict(list)
    reaching = InvestmentProject.objects.filter(**of_award).at(at)
    for reach in reaching.latest_by("investment_id", "project_id").values():
        reaches[reach.investment_id].append(reach)
    sites = {reach.project_id for found in reaches.values() for reach in found}
    entities: dict[Any, dict[int, Any]] = {Project: labelled.of(Project, sites)}
    named = ProjectMineral.objects.known(at).filter(**({} if only is None else {"project__in": sites}))
    links = list(named.order_by("mineral_id"))
    entities[Mineral] = labelled.of(Mineral, {link.mineral_id for link in links})
    minerals = defaultdict(list)
    for link in links:
        minerals[link.project_id].append(entities[Mineral][link.mineral_id])
    rows = Investment.objects.all() if only is None else Investment.objects.filter(pk__in=only)
    investments = list(rows.at(at, with_withdrawn=True).values())
    withdrawn = set(
        Withdrawal.objects.known(at).filter(table=Investment._meta.db_table).values_list("entity_id", flat=True)
    )

    @cache
    def balances() -> dict[int, Balance]:
        stated = {one.pk: read_by(one, terms.get(one.pk)) for one in investments}
        sums = sums_at(at) if only is None else None
        return Transaction.objects.filter(**of_award).at(at).balances_by_investment(stated, sums=sums)

    @cache
    def checks() -> dict[int, Checked]:
        return checked_at(at, of_award)

    named_by: dict[Any, tuple[str, ...]] = {
        Deal: ("deal_id",),
        Agency: ("agency_id",),
        Program: ("program_id",),
        Company: ("recipient_id", "issuer_id"),
    }
    for model, names in named_by.items():
        entities[model] = labelled.of(model, {getattr(one, name) for one in investments for name in names})

    found = []
    for investment in investments:
        status, version = statuses.get(investment.pk), terms.get(investment.pk)
        to_date = {
            figure: total.amount if (total := totals.get((investment.pk, figure))) else None for figure in StatedFigure
        }
        projects = sorted((entities[Project][one.project_id] for one in reaches[investment.pk]), key=attrgetter("slug"))
        found.append(
            InvestmentAt(
                investment=investment,
                deal=entities[Deal][investment.deal_id],
                agency=entities[Agency][investment.agency_id],
                program=entities[Program].get(investment.program_id),
                recipient=entities[Company][investment.recipient_id],
                issuer=entities[Company].get(investment.issuer_id),
                status=Status(status.status) if status else None,
                stated_status=status,
                terms=version,
                versions=tuple(versions_of[investment.pk]),
                reaches=reaches[investment.pk],
                projects=projects,
                minerals=sorted(
                    {mineral.pk: mineral for project in projects for mineral in minerals[project.pk]}.values(),
                    key=lambda mineral: mineral.slug,
                ),
                balances=balances,
                to_date=to_date,
                checks=checks,
                secondary=secondary,
                is_withdrawn=investment.pk in withdrawn,
            )
        )
    return sorted(found, key=lambda line: line.slug)
