"""The page of price floors: what is asked stands in the address, and nothing of it is written.

What it shows of a contract is kept for a while, as the answers of reports are; the form around it is drawn each time.
"""

import json
from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods

from portfolio.exports.answer_cache import Question, text
from portfolio.pages import price_floors as floors_page
from portfolio.positions.filters import Filters
from portfolio.positions.investments import InvestmentAt
from portfolio.positions.names import names_borne
from portfolio.positions.price_floors import floor_awards_at, floor_products_at
from portfolio.reports.production.floor_liability import DEFINITION
from portfolio.scenario_forms import PriceFloorForm, PricesFileForm
from portfolio.templatetags.addresses import carried
from record.calculations.as_of import AsOf

from .times import projected, shown, timed_and_asked

TEMPLATE = "portfolio/price_floors.html"
ABOVE, BELOW = "portfolio/parts/floor_above.html", "portfolio/parts/floor_below.html"


@require_http_methods(["GET", "HEAD", "POST"])
@timed_and_asked(PriceFloorForm.base_fields)
@projected
def price_floors(request: HttpRequest, at: AsOf) -> HttpResponse:
    """A file that is sent becomes the prices of the address; all else is asked by the address alone."""
    file = PricesFileForm(request.POST, request.FILES) if request.method == "POST" else PricesFileForm()
    if file.is_bound and file.is_valid():
        asked = request.GET.copy()
        asked["prices"] = file.cleaned_data["file"]
        return HttpResponseRedirect(f"{request.path}?{asked.urlencode()}")
    # Read once, and not at all where list and contract are kept.
    floors = cache(lambda: floor_awards_at(at))
    contracts, products = contracts_at(at, floors)
    data: dict[str, Any] = floors_page.BEGINS | request.GET.dict()
    form = PriceFloorForm(data, contracts=contracts, products=products)
    context: dict[str, Any] = {"form": form, "file": file, "has_floors": bool(contracts)}
    if contracts and form.is_valid():
        slug = form.cleaned_data["investment"] or contracts[0][0]
        parts = parts_of(request, at, floors, slug, form.cleaned_data)
        # What the template of each part has escaped.
        context |= {
            "contract": dict(contracts)[slug],
            "above": mark_safe(parts["above"]),
            "below": mark_safe(parts["below"]),
        }  # noqa: S308
        start = {name: begun for name, begun in parts["start"].items() if not data.get(name)}
        form.data = data | start | {"investment": slug}
    is_refused = file.is_bound or bool(contracts and form.errors)
    return shown(request, at, TEMPLATE, context, status=400 if is_refused else 200)


def contracts_at(at: AsOf, floors: Callable[[], list[InvestmentAt]]) -> tuple[list[tuple[str, str]], list[str]]:
    """The contracts to choose from, those that are signed first, and the minerals that they are about."""

    def written() -> str:
        awards = sorted(floors(), key=lambda one: not one.is_money)
        names = names_borne("investment", at)
        named = [(one.slug, f"{names.get(one.slug, one.slug)} ({one.slug})") for one in awards]
        return json.dumps([named, floor_products_at(at, awards)])

    named, products = json.loads(text(Question(DEFINITION, at, Filters()), "contracts", written))
    return [(slug, name) for slug, name in named], products


def parts_of(
    request: HttpRequest, at: AsOf, floors: Callable[[], list[InvestmentAt]], slug: str, asked: dict[str, Any]
) -> dict[str, Any]:
    """What stands above and below the form, and what its empty fields begin with."""
    times = list(carried(request).items())

    def written() -> str:
        (award,) = [one for one in floors() if one.slug == slug]
        page = floors_page.page(at, award, asked)
        query = urlencode([*times, *page.csv.items()])
        urls = {f"{kind}_url": f"{reverse(f'portfolio:{kind}', args=[DEFINITION.name])}?{query}"
                for kind in ("report", "csv")}  # fmt: skip
        context = {"at": at, "page": page, **urls}
        above, below = (render_to_string(name, context, request) for name in (ABOVE, BELOW))
        return json.dumps({"above": above, "below": below, "start": page.start})

    question = Question(DEFINITION, at, floors_page.filters_of(slug, asked))
    spelling = json.dumps(["page", times, *sorted((name, str(value)) for name, value in asked.items())])
    found: dict[str, Any] = json.loads(text(question, spelling, written))
    return found
