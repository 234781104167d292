"""The nearest on record to what a feed found: the award of its number, else the company of its number or name."""

from dataclasses import dataclass, field
from functools import cached_property

from portfolio.calculations.award_numbers import bare_number
from portfolio.models import CandidateKind, FeedCandidate, Investment
from projects.calculations.names import bare_name, near_names
from projects.models import Company

NUMBERS = ("fain", "piid", "uri")


@dataclass(frozen=True, slots=True)
class Near:
    """What is nearest, and why: "same number", "same name", "name is near"."""

    entity: Investment | Company
    why: str


@dataclass
class Nearest:
    """What is on record now, read at the first question: two questions to the database however many candidates."""

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
        if name in self._companies:
            return Near(self._companies[name], "same name")
        near = next(iter(near_names(name, self._companies)), None)
        return Near(self._companies[near], "name is near") if near else None

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
    def _companies_by_cik(self) -> dict[str, Company]:
        return {one.cik.lstrip("0"): one for one in self._named if one.cik}
