"""The forms of a new deal, all of them right, as its service takes them."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError

from portfolio.calculations.kinds import Status
from portfolio.models import Deal, Investment, Terms
from portfolio.services import deals
from projects.models import Company, Project
from record.admin.rivals import claimed_unit
from record.models import Source
from record.services import slugs

from .deal_source import Brought, slugs_of
from .entry_rows import entries_of
from .named import NewName
from .new_deal_forms import FIGURES, NUMBERS, AwardForm, DealForm
from .price_unit import unit_of as floor_unit


class Collected:
    """What several awards name is one: a new company, a new project, the deal."""

    def __init__(self, deal: DealForm, awards: list[AwardForm]) -> None:
        self.form, self.awards = deal, awards
        self.new: dict[tuple[type, str], Any] = {}
        self.taken: set[str] = set()

    def deal(self) -> deals.NewDeal:
        """The deal with its awards. Raises ValidationError by field for a source that no award brings."""
        values = self.form.cleaned_data
        found = values["deal"]
        deal = found
        if isinstance(found, NewName):
            deal = Deal(
                slug=slugs.free_slug(Deal, found.text),
                name=found.text,
                announced_on=values["announced_on"],
                headline=values["headline"],
                note=values["note"],
            )
        sources = {form.place: self.source(form) for form in self.awards if form.brings_source}
        return deals.NewDeal(awards=[self.award(form, deal, sources) for form in self.awards], sources=sources)

    def award(self, form: AwardForm, deal: Deal, sources: dict[int, Source]) -> deals.NewAward:
        values = form.cleaned_data
        announced = self.form.cleaned_data["announced_on"]
        company = self.company(values)
        terms = form.terms(announced)
        names = [*NUMBERS, "program_text", *(["stake_group"] if form.holds_shares else [])]
        investment = Investment(
            slug=self.free(company.slug, values["agency"].slug, form.chosen.label if form.chosen else ""),
            deal=deal,
            recipient=company,
            agency=values["agency"],
            program=values["program"],
            instrument=values["instrument"],
            ledger_is_complete=values["payments_known"] == "yes",
            **{name: values[name] for name in names},
        )
        cited = [*values["sources"], *([Brought(form.place)] if form.place in sources else [])]
        return deals.NewAward(
            deal=deal,
            recipient=company,
            investment=investment,
            terms=terms,
            status=Status(values["status"]),
            status_on=values["status_on"] or form.usual_day(terms.announced_on),
            commitment_on=values["commitment_on"],
            projects=list({one.slug: one for one in self.projects(values)}.values()),
            basis=values["basis"],
            cited=tuple(dict.fromkeys(self.cited(form, "sources", cited, sources))),
            entries=list(entries_of(values, investment)),
            rivals=list(self.rivals(form, sources)),
        )

    def cited(self, form: Any, name: str, found: list[Any], new: dict[int, Source]) -> tuple[str, ...]:
        """The identifiers of what a field names. Raises ValidationError on it for a new source that no award brings."""
        try:
            return slugs_of(found, new)
        except ValidationError as error:
            raise ValidationError({f"{form.prefix}-{name}": error.messages}) from error

    def free(self, *words: str) -> str:
        """An identifier that no award on record bears, nor one of this form."""
        slug = stem = slugs.free_slug(Investment, *words)
        number = 1
        while slug in self.taken:
            number += 1
            slug = slugs.free_slug(Investment, stem, str(number))
        self.taken.add(slug)
        return slug

    def company(self, values: dict[str, Any]) -> Company:
        found = values["company"]
        if not isinstance(found, NewName):
            return found
        return self.once(
            Company,
            found,
            ticker=values["new_company_ticker"],
            country=values["new_company_country"].upper(),
        )

    def projects(self, values: dict[str, Any]) -> Iterable[Project]:
        operator = values["company"] if isinstance(values["company"], Company) else None
        for found in values["projects"]:
            if not isinstance(found, NewName):
                yield found
                continue
            yield self.once(
                Project,
                found,
                state=values["new_project_state"],
                country=values["new_project_country"].upper(),
                operator=operator,
            )

    def once(self, model: type[Any], name: NewName, **labels: Any) -> Any:
        """The new entity of that name, the same for each award that names it; labels are those of the first."""
        key = (model, name.text.casefold())
        if key not in self.new:
            self.new[key] = model(slug=slugs.free_slug(model, name.text), name=name.text, **labels)
        return self.new[key]

    def source(self, form: Any) -> Source:
        values = form.cleaned_data
        upload = values["new_file"]
        slug = slugs.free_slug(Source, values["new_publisher"], str(values["new_published_on"] or ""))
        while slug in self.taken:
            slug = slugs.free_slug(Source, slug, str(form.place))
        self.taken.add(slug)
        return Source(
            slug=slug,
            publisher=values["new_publisher"],
            title=values["new_title"],
            published_on=values["new_published_on"],
            address=values["new_address"] or "",
            accessed_on=values["new_accessed_on"],
            file_sha256=upload.sha256 if upload else values["new_file_sha256"],
        )

    def rivals(self, form: AwardForm, sources: dict[int, Source]) -> Iterable[deals.Rival]:
        for name in FIGURES:
            value, said = form.cleaned_data[f"rival_{name}"], f"rival_{name}_source"
            if value is None:
                continue
            column: Any = Terms._meta.get_field(name)
            unit = floor_unit(form.cleaned_data) if name == "floor_price" else claimed_unit(column)
            yield deals.Rival(
                figure=name,
                value=f"{value.normalize():f}",
                unit=unit,
                cited=self.cited(form, said, form.cleaned_data[said], sources),
            )
