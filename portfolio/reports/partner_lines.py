"""The lines of partners: a country with its sites, the awards that reach them, its output, and what it ships."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portfolio.calculations.kinds import Family, Status
from portfolio.positions.dependence import Form, forms_at
from portfolio.positions.filters import Filters
from portfolio.positions.investments import NOT_STATED, InvestmentAt, investments_at
from portfolio.positions.partners import HOME, PartnerAt, partners_at
from projects.models import ImportShare, PartnerAgreement, Project
from record.calculations.as_of import AsOf
from record.calculations.formatting import likely

from .production.dependence_lines import in_percent
from .production.partner_output import PartnerOutput, outputs_abroad
from .production.projected import Projected
from .sums import AwardSums, Sum
from .tables import cited
from .words import words

NO_NAMES: Mapping[str, str] = {}
NO_PLACE = ""
"""The place of an award that reaches no site, or a site of which no country is stated."""
BEFORE_IT_BINDS = (Status.APPROVED, Status.CONDITIONAL, Status.LOI, Status.ANNOUNCED)


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """A country and all that stands there; `partner` None for what has no place. Sums are of this country alone."""

    partner: PartnerAt | None
    year: int
    sites: Sequence[Project] = ()
    awards: Sequence[InvestmentAt] = ()
    outputs: Sequence[PartnerOutput] = ()
    forms: Sequence[Form] = ()
    """Forms of minerals of which the statistics name the country as a source of imports."""

    @property
    def code(self) -> str:
        return self.partner.code if self.partner else NO_PLACE

    @property
    def is_active(self) -> bool:
        """True where money, a site or output is there; also for what has no place."""
        return bool(self.sites or self.awards or self.outputs)

    @property
    def money(self) -> list[InvestmentAt]:
        """Its awards from a definitive commitment on. A right commits nothing of its own until it is exercised."""
        return [
            award
            for award in AwardSums(self.awards).money
            if award.instrument.family is not Family.RIGHT or award.committed
        ]

    @property
    def committed(self) -> Sum:
        return AwardSums(self.money).committed

    @property
    def face_value(self) -> Sum:
        return AwardSums(self.money).face_value

    def of_status(self, status: Status) -> list[InvestmentAt]:
        return [
            award
            for award in self.awards
            if award.status is status
            and (award.instrument.family is not Family.RIGHT or (award.terms and award.terms.announced_amount))
        ]

    def stated(self, status: Status) -> Sum:
        """The amounts as stated of its awards of a status that is not money yet."""
        return Sum.over(award.terms.announced_amount if award.terms else None for award in self.of_status(status))

    @property
    def without_amount(self) -> int:
        """How many of its awards, committed or still before that, state no amount."""
        sums = (self.committed, self.face_value, *(self.stated(status) for status in BEFORE_IT_BINDS))
        return sum(one.of - one.known for one in sums)

    @property
    def shared(self) -> list[str]:
        """Its awards that reach a site of another country as well, or one of which no country is stated."""
        return sorted(award.slug for award in self.awards if len(places_of(award)) > 1)

    @property
    def agreements(self) -> str | None:
        """What it signed, joined or intends, each with its day, attending left out; None without any."""
        found = self.partner.agreements if self.partner else ()
        return "; ".join(in_words(one) for one in found if not one.is_attendance) or None

    @property
    def imports(self) -> str | None:
        return self.imports_by(NO_NAMES)

    def imports_by(self, names: Mapping[str, str]) -> str | None:
        """By form its share of US imports, the largest first; a page gives the names of minerals, a file has none."""
        country = self.partner.country if self.partner else None
        if country is None:
            return None
        named = sorted(
            ((form.named[country.pk], form) for form in self.forms), key=lambda one: (-one[0].share, one[1].form)
        )
        return "; ".join(share_in_words(one, form, names) for one, form in named) or None

    @property
    def makes(self) -> str | None:
        """By mineral and stage what its plants that count make in the year, with estimates; None where none counts."""
        return "; ".join(made_in_words(one, NO_NAMES, NO_NAMES) for one in self.outputs if one.is_counted) or None

    @property
    def would_make(self) -> str | None:
        """The same of plants that no signed award reaches, each with the strongest that does."""
        found = [one for one in self.outputs if not one.is_counted]
        return "; ".join(f"{made_in_words(one, NO_NAMES, NO_NAMES)} ({one.output.reach})" for one in found) or None

    @property
    def sources(self) -> str | None:
        """Those of its agreements and of its standing, each once."""
        if self.partner is None:
            return None
        facts = [*self.partner.agreements, *([self.partner.standing] if self.partner.standing else [])]
        return ";".join(dict.fromkeys(slug for one in facts for slug in cited(one.citation).split(";") if slug)) or None

    def passes(self, filters: Filters) -> bool:
        if filters.country not in ("", self.code or NOT_STATED):
            return False
        return self.partner.passes(filters.partnership) if self.partner else not filters.partnership


def in_words(one: PartnerAgreement) -> str:
    return f"{words(one.kind)}, {one.status} {one.effective_on or 'on no known day'}"


def share_in_words(one: ImportShare, form: Form, names: Mapping[str, str]) -> str:
    mineral = names.get(form.mineral, form.mineral)
    return f"{mineral}, {form.form}: {one.qualifier}{in_percent(one.share)} ({form.period})"


def made_in_words(one: PartnerOutput, names: Mapping[str, str], stages: Mapping[str, str]) -> str:
    row = one.output
    ends: Any = (row.p10_estimated, row.p50_estimated, row.p90_estimated)
    amount = likely(*ends, is_estimated=one.is_estimated)
    what = what_is_made(one, names, stages)
    return f"{what}: {amount} {row.unit}" if amount else f"{what}: unknown, {one.why or 'nothing can be drawn'}"


def what_is_made(one: PartnerOutput, names: Mapping[str, str], stages: Mapping[str, str]) -> str:
    mineral, stage = one.output.mineral, one.output.stage
    return f"{names.get(mineral, mineral)}, {stages.get(stage, stage)}"


def places_of(award: InvestmentAt) -> set[str]:
    """The countries of the sites that an award reaches; no place where it reaches none."""
    return {project.country for project in award.projects} or {NO_PLACE}


def lines_at(at: AsOf, found: Projected | None, year: int) -> list[PartnerLine]:
    """A line a country that an agreement, a standing, a site or the statistics of imports name; last, NO_PLACE.

    Those with a site, an award or output first. In a fixed number of questions.
    """
    partners = partners_at(at)
    awards: dict[str, list[InvestmentAt]] = defaultdict(list)
    for award in investments_at(at):
        for place in places_of(award):
            awards[place].append(award)
    sites: dict[str, list[Project]] = defaultdict(list)
    for site in sorted(Project.objects.at(at).values(), key=lambda one: one.slug):
        sites[site.country].append(site)
    outputs: dict[str, list[PartnerOutput]] = defaultdict(list)
    for output in outputs_abroad(found, year) if found else ():
        outputs[output.country].append(output)
    forms = forms_by_country(form for of_mineral in forms_at(at).values() for form in of_mineral)
    lines = []
    for code in {*partners.by_code, *awards, *sites} - {HOME, NO_PLACE}:
        partner = partners.of(code)
        shipped = forms[partner.country.pk] if partner.country else []
        if partner.agreements or partner.standing or awards[code] or sites[code] or shipped:
            lines.append(PartnerLine(partner, year, sites[code], awards[code], outputs[code], shipped))
    lines.sort(key=lambda line: (not line.is_active, line.code))
    nowhere = PartnerLine(None, year, sites[NO_PLACE], awards[NO_PLACE], outputs[NO_PLACE])
    return [*lines, nowhere] if nowhere.is_active else lines


def forms_by_country(forms: Iterable[Form]) -> dict[int, list[Form]]:
    found: dict[int, list[Form]] = defaultdict(list)
    for form in forms:
        for country in form.named:
            found[country].append(form)
    return found
