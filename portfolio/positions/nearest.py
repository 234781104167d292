"""The nearest on record to what a feed found: the award of its number, else the company and site of its name."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import fuzz

from portfolio.calculations.award_numbers import bare_number
from portfolio.models import CandidateKind, FeedCandidate, Investment
from projects.calculations.names import bare_name
from projects.models import Company, Project

NUMBERS = ("fain", "piid", "uri")
NEAR = 87
"""Of 100: from here on a name is near, its words in any order. One letter in eight may be another."""


@dataclass(frozen=True, slots=True)
class Near:
    """What is nearest, and why: "same number", "same name", "named in it", "name is near"; a site beside a company."""

    entity: Investment | Company | Project
    why: str
    site: Project | None = None

    @property
    def all(self) -> list[Investment | Company | Project]:
        return [self.entity, *([self.site] if self.site else ())]

    def __str__(self) -> str:
        return f"{'; '.join(map(str, self.all))} ({self.why})"


@dataclass
class Nearest:
    """What is on record now, read when first asked: three questions to the database however many candidates."""

    _found: dict[int, Near | None] = field(default_factory=dict)

    def of(self, candidate: FeedCandidate) -> Near | None:
        """The nearest on record; None where nothing is near."""
        if candidate.pk not in self._found:
            self._found[candidate.pk] = self._nearest(candidate)
        return self._found[candidate.pk]

    def _nearest(self, candidate: FeedCandidate) -> Near | None:
        if candidate.kind == CandidateKind.FILING:
            company = self._companies_by_cik.get(candidate.number.lstrip("0"))
            return Near(company, "same CIK") if company else None
        award = self._awards.get(bare_number(candidate.number))
        if award is not None:
            return Near(award, "same number")
        name = bare_name(candidate.name)
        called, why = nearest_name(name, self._companies)
        site, of_site = nearest_name(name, self._sites)
        if called:
            return Near(self._companies[called], why, self._sites.get(site))
        return Near(self._sites[site], of_site) if site else None

    @cached_property
    def _awards(self) -> dict[str, Investment]:
        awards = Investment.objects.standing().select_related("deal")
        return {bare_number(number): one for one in awards for name in NUMBERS if (number := getattr(one, name))}

    @cached_property
    def _named(self) -> list[Company]:
        return list(Company.objects.standing())

    @cached_property
    def _companies(self) -> dict[str, Company]:
        return {bare_name(one.name): one for one in self._named}

    @cached_property
    def _sites(self) -> dict[str, Project]:
        return {bare_name(one.name): one for one in Project.objects.standing()}

    @cached_property
    def _companies_by_cik(self) -> dict[str, Company]:
        return {one.cik.lstrip("0"): one for one in self._named if one.cik}


def nearest_name(asked: str, names: Iterable[str]) -> tuple[str, str]:
    """The nearest of these bare names to a bare name, and why it is near; both empty where none is.

    A name all of whose words stand in what was asked is named in it, and so the other way about: "ioneer" and "rhyolite
    ridge" in "ioneer rhyolite ridge". Of several the longest, and of as long ones the most alike.
    """
    words, best = set(asked.split()), (0.0, 0.0, "", "")
    for name in names:
        own = set(name.split())
        if not own or not words:
            continue
        likeness = fuzz.token_sort_ratio(asked, name)
        if name == asked:
            return name, "same name"
        if own <= words or words <= own:
            best = max(best, (len(" ".join(own & words)), likeness, name, "named in it"))
        elif likeness >= NEAR and _numbers(own) == _numbers(words):
            best = max(best, (likeness / 100 * len(asked), likeness, name, "name is near"))
    return best[2], best[3]


def _numbers(words: set[str]) -> set[str]:
    """What tells Line 1 from Line 2."""
    return {one for one in words if one.isdecimal() or set(one) <= set("ivx")}
