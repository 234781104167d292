"""What will be produced, in pictures; and what if."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portfolio.calculations.filter_match import NoSuchValue, Option, matched
from portfolio.form_fields import NearValues
from portfolio.forms import MineralForm
from portfolio.pages import production as production_page
from portfolio.pages import production_chains as chains_page
from portfolio.pages.production import Production
from portfolio.pages.production_largest import largest, largest_of
from portfolio.pages.production_stages import stages_of
from portfolio.positions.names import names_borne
from portfolio.reports.production.gains import DEFINITION as GAINS
from record.calculations.as_of import AsOf

from .kept import kept
from .times import once_begun, projected, shown, timed, timed_and_asked, unreadable

SECTION, BODY, CHAINS = (f"portfolio/parts/{name}.html" for name in ("what_it_will_make", "production", "chains"))


@require_safe
@timed_and_asked(MineralForm.base_fields)
@once_begun("What will be made at home")
@projected
def production(request: HttpRequest, at: AsOf) -> HttpResponse:
    form = MineralForm(request.GET)
    asked = asked_of(form, at)
    if asked is None:
        return unreadable(request, form)

    def body() -> dict[str, Any]:
        page = asked_page(at, asked)
        return {"page": page, "made": None if page.mineral else largest_of(page)}

    context = {
        "body": kept(request, at, GAINS, BODY, body),
        "name": asked["mineral"] and names_borne("mineral", at).get(asked["mineral"], asked["mineral"]),
    }
    return shown(request, at, "portfolio/production.html", context)


def asked_of(form: MineralForm, at: AsOf) -> dict[str, Any] | None:
    """What a form asks for, its stage by identifier; None, with the reason in the form, where it cannot be asked."""
    if not form.is_valid():
        return None
    asked: dict[str, Any] = form.cleaned_data
    if asked["stage"]:
        options = [Option(*one) for one in stages_of(at, asked["mineral"])]
        refused = f'No chain of the mineral has a stage "{asked["stage"]}".'
        try:
            asked["stage"] = matched(asked["stage"], options, refused=refused)
        except NoSuchValue as error:
            form.add_error("stage", NearValues(error))
            return None
    return asked


def asked_page(at: AsOf, asked: Mapping[str, Any]) -> Production:
    """The page that a valid form asks for."""
    return production_page.page(
        at,
        asked["mineral"],
        asked=asked["year"],
        stage=asked["stage"],
        by_facts=asked["estimates"] == "facts",
        with_rough=asked["estimates"] == "rough",
    )


def section(request: HttpRequest, at: AsOf) -> str:
    """The part of the briefing."""
    return kept(request, at, GAINS, SECTION, lambda: {"made": largest(at)})


@require_safe
@timed
@projected
def chains(request: HttpRequest, at: AsOf) -> HttpResponse:
    body = kept(request, at, GAINS, CHAINS, lambda: {"page": chains_page.page(at)})
    return shown(request, at, "portfolio/chains.html", {"body": body})
