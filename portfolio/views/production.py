"""What will be produced, in pictures; and what if."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portfolio.forms import AsOfForm, MineralForm
from portfolio.pages import production as production_page
from portfolio.pages import production_chains as chains_page
from portfolio.pages.production_largest import largest
from portfolio.positions.names import names_borne
from portfolio.reports.production import price_floors
from portfolio.reports.production import what_if as asked
from portfolio.reports.production.gains import DEFINITION as GAINS
from portfolio.reports.tables import Table
from portfolio.scenario_forms import WhatIfForm
from record.calculations.as_of import AsOf
from record.calculations.unknown import NotKnown

from .kept import kept
from .times import projected, shown, timed, unreadable

SECTION, BODY, CHAINS = (f"portfolio/parts/{name}.html" for name in ("what_it_will_make", "production", "chains"))


@require_safe
@timed
@projected
def production(request: HttpRequest, at: AsOf) -> HttpResponse:
    form = MineralForm(request.GET)
    if not form.is_valid():
        return unreadable(request, form)
    asked = form.cleaned_data
    times = [(name, request.GET[name]) for name in AsOfForm.base_fields if request.GET.get(name)]

    def body() -> dict[str, Any]:
        with_rough = asked["estimates"] == "rough"
        found = production_page.page(at, asked["mineral"], asked=asked["year"], with_rough=with_rough)
        return {"page": found, "times": times}

    context = {
        "body": kept(request, at, GAINS, BODY, body),
        "name": asked["mineral"] and names_borne("mineral", at).get(asked["mineral"], asked["mineral"]),
    }
    return shown(request, at, "portfolio/production.html", context)


def section(request: HttpRequest, at: AsOf) -> str:
    """The part of the briefing."""
    return kept(request, at, GAINS, SECTION, lambda: {"made": largest(at)})


@require_safe
@timed
@projected
def chains(request: HttpRequest, at: AsOf) -> HttpResponse:
    body = kept(request, at, GAINS, CHAINS, lambda: {"page": chains_page.page(at)})
    return shown(request, at, "portfolio/chains.html", {"body": body})


@require_safe
@timed
@projected
def what_if(request: HttpRequest, at: AsOf) -> HttpResponse:
    """Read only: what is asked stands in the address, and nothing of it is kept."""
    data = request.GET if "project" in request.GET else None
    form = WhatIfForm(data, projects=asked.project_names(at), curves=asked.curve_names(at))
    times = [(name, request.GET[name]) for name in AsOfForm.base_fields if request.GET.get(name)]
    context = {"form": form, "times": times, "has_run": bool(form.fields["project"].choices)}
    if data is not None and form.is_valid():
        try:
            found = asked.what_if(at, form.change())
        except NotKnown as error:
            form.add_error(None, str(error))
            found = None
        if found is not None:
            context["found"] = found
            context["table"] = Table(
                name="side-by-side",
                title="Stored and changed",
                columns=asked.COLUMNS,
                lines=found.lines,
                empty="No phase of these projects can be drawn; the capacity report says why.",
            )
            if form.change().price_usd_per_kg is not None:
                context["floors"] = Table(
                    name="floors",
                    title="Price floors at that price",
                    columns=price_floors.COLUMNS,
                    lines=found.floors,
                    empty="No price floor reaches these projects.",
                    notes=price_floors.NOTES,
                )
    status = 400 if data is not None and form.errors else 200
    return shown(request, at, "portfolio/what_if.html", context, status=status)
