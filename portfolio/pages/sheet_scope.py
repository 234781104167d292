"""What a sheet is about: the whole record, or one agency, program, company, project, mineral, state or country."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portfolio.models import Agency, Program
from portfolio.positions.dated import Dated
from portfolio.positions.filters import Filters
from portfolio.positions.names import program_name
from portfolio.reports.since.lines import ChangeLine
from projects.models import Company, Country, Mineral, Project
from projects.models.states import state_codes, state_names
from record.calculations.as_of import AsOf

from .lookup import NotOnRecord, found
from .near_names import near_to, of_names


@dataclass(frozen=True, slots=True)
class Made:
    """Of which output the tile of production tells: a mineral, by its identifier, in a year."""

    mineral: str = "magnet"
    year: int = 2030


@dataclass(frozen=True, slots=True)
class Scope:
    """`filters` narrow every figure of the sheet. `where` is how its first sentence says so; empty of the whole."""

    kind: str = ""
    slug: str = ""
    name: str = "Briefing"
    where: str = ""
    filters: Filters = Filters()
    made: Made = Made()

    @property
    def is_whole(self) -> bool:
        return not self.kind

    def holds_date(self, line: Dated) -> bool:
        """A date is of what its award or its project is of; of a company or a program alone also as it says itself."""
        if self.kind in ("", "agency", "program", "company", "project") and line.passes(self.filters):
            return True
        if line.award is not None and line.award.passes(self.filters):
            return True
        return line.project is not None and self.holds_project(line.project)

    def holds_change(self, line: ChangeLine, awards: set[str], projects: set[str]) -> bool:
        """True where a change is about one of its awards or projects, or about the company itself."""
        about = line.about
        if self.is_whole or about.investment in awards or about.project in projects:
            return True
        return self.kind == "company" and about.company == self.slug

    def holds_project(self, project: Project) -> bool:
        if self.kind in ("state", "country"):
            return bool(getattr(project, self.kind) == getattr(self.filters, self.kind))
        return self.kind == "project" and project.slug == self.slug


WHOLE = Scope()


def of_entity(model: type[Any], where: str, name: Callable[[Any, AsOf], str], value: str = "slug") -> Any:
    """How the scope of an entity is found; `value` is the attribute by which reports are narrowed to it."""

    def scope(at: AsOf, kind: str, slug: str) -> Scope:
        entity = found(model, slug, at)
        called = name(entity, at)
        filters = Filters(**{kind: getattr(entity, value)})
        made = Made(entity.slug) if kind == "mineral" else Made()
        return Scope(kind, entity.slug, called, where.format(called), filters, made)

    return scope


def of_state(at: AsOf, kind: str, slug: str) -> Scope:
    code = state_codes().get(slug.replace("-", " ").casefold())
    if code is None:
        raise NotOnRecord("state of the United States", slug, None, near_to(slug, of_names(state_names())))
    name = state_names()[code]
    return Scope(kind, code.lower(), name, f"in awards that reach sites in {name}", Filters(state=code))


def own_name(entity: Any, at: AsOf) -> str:
    return str(entity.name)


def name_of_program(entity: Program, at: AsOf) -> str:
    return program_name(entity, Agency.objects.at(at)[entity.agency_id])


SCOPES: dict[str, Callable[[AsOf, str, str], Scope]] = {
    "agency": of_entity(Agency, "through the {}", own_name, "code"),
    "program": of_entity(Program, "under the program {}", name_of_program, "code"),
    "company": of_entity(Company, "to {} or for its securities", own_name),
    "project": of_entity(Project, "in awards that reach {}", own_name),
    "mineral": of_entity(Mineral, "in awards that reach projects of {}", own_name),
    "country": of_entity(Country, "in awards that reach sites in {}", own_name, "code"),
    "state": of_state,
}


def scope_of(at: AsOf, kind: str, slug: str) -> Scope:
    """The scope of a thing at `at`. Raises NotOnRecord where it was not on record then."""
    return SCOPES[kind](at, kind, slug)
