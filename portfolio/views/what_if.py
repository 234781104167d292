"""What if: one change, or several beside each other; what is asked stands in the address, and nothing of it is kept.

Asked of a mineral, its stage and a year it begins with the plants of that figure, and tells of that figure alone.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portfolio.calculations.filter_match import Option
from portfolio.forms import MineralForm
from portfolio.pages.what_if_beside import LETTERS, NOTHING_DRAWN, beside
from portfolio.pages.what_if_told import told_of_change
from portfolio.positions.names import names_borne
from portfolio.reports.production import price_floors
from portfolio.reports.production import what_if as asked
from portfolio.reports.production.projected import year_asked
from portfolio.reports.tables import Table
from portfolio.scenario_forms import WhatIfForm
from record.calculations.as_of import AsOf
from record.calculations.unknown import NotKnown

from .production import asked_of
from .times import projected, shown, timed_and_asked, unreadable

PREFIXES = {letter: None if letter == LETTERS[0] else letter.lower() for letter in LETTERS}
"""What stands before the fields of each change in the address; nothing before those of the first."""
SCOPE = ("mineral", "stage", "year")
ASKED = {name: MineralForm.base_fields[name] for name in SCOPE} | {
    f"{prefix}-{name}" if prefix else name: field
    for prefix in PREFIXES.values()
    for name, field in WhatIfForm.base_fields.items()
}


@require_safe
@timed_and_asked(ASKED)
@projected
def what_if(request: HttpRequest, at: AsOf) -> HttpResponse:
    of = MineralForm(request.GET, beside=ASKED)
    scope = asked_of(of, at)
    if scope is None:
        return unreadable(request, of)
    forms = change_forms(request, at, scope)
    found = {
        letter: narrowed(answer, scope) for letter, form in forms.items() if (answer := answered(at, form)) is not None
    }
    is_refused = any(form.errors for form in forms.values())
    names = asked.project_names(at)
    offered = [{"slug": slug, "name": name, "kind": "Project"} for slug, name in names.items()]
    offered.sort(key=lambda one: one["name"].casefold())
    context: dict[str, Any] = {"forms": forms, "has_run": bool(names), "offered": offered}
    context |= {"scope": {name: scope[name] for name in SCOPE if scope[name]}, "told_of": told_of(at, scope)}
    every = request.GET.copy()
    for name in SCOPE:
        every.pop(name, None)
    context["every"] = f"{request.path}?{every.urlencode()}"
    if found and not is_refused:
        first = next(iter(found.values()))
        context |= {"found": found, "run": first.run, "table": table_of(list(found.values()))}
        year = scope["year"] or year_asked(at, None, first.run)
        names, stages = names_borne("mineral", at), names_borne("stage", at)
        context["sentences"] = [told_of_change(letter, one.lines, year, names, stages) for letter, one in found.items()]
        context["floors"] = [
            floors_table(letter, one.floors) for letter, one in found.items() if forms[letter].change().prices
        ]
    return shown(request, at, "portfolio/what_if.html", context, status=400 if is_refused else 200)


def narrowed(answer: asked.WhatIf, scope: Mapping[str, Any]) -> asked.WhatIf:
    """The lines of the mineral, the stage and the year that are asked about."""
    lines = [one for one in answer.lines if all(scope[name] in ("", None, getattr(one.stored, name)) for name in SCOPE)]
    return replace(answer, lines=lines)


def told_of(at: AsOf, scope: Mapping[str, Any]) -> str:
    """The figure that is asked about: "NdFeB permanent magnet, magnet, in 2030"; empty where it is every one."""
    kinds = [(kind, scope[kind]) for kind in ("mineral", "stage") if scope[kind]]
    told = [names_borne(kind, at).get(slug, slug) for kind, slug in kinds]
    return ", ".join([*told, *([f"in {scope['year']}"] if scope["year"] else [])])


def change_forms(request: HttpRequest, at: AsOf, scope: Mapping[str, Any]) -> dict[str, WhatIfForm]:
    """A form for each change; those that ask for something are bound, the first also where it is sent empty.

    Asked of a mineral, the first begins with the plants of its figure.
    """
    given: dict[str, Any] = {
        "projects": asked.project_names(at),
        "curves": asked.curve_names(at),
        "products": [Option(*one) for one in asked.product_names(at).items()],
    }
    found = {}
    for letter, prefix in PREFIXES.items():
        # A browser does not send a form while a folded field of it is required.
        given["use_required_attribute"] = prefix is None
        empty = WhatIfForm(prefix=prefix, **given)
        sent = [empty.add_prefix(name) for name in empty.fields if empty.add_prefix(name) in request.GET]
        is_asked = any(request.GET[name] for name in sent) or (bool(sent) and prefix is None)
        found[letter] = WhatIfForm(request.GET, prefix=prefix, **given) if is_asked else empty
    if scope["mineral"]:
        found[LETTERS[0]].initial = {"project": asked.plants_of(at, scope["mineral"], scope["stage"])}
    return found


def answered(at: AsOf, form: WhatIfForm) -> asked.WhatIf | None:
    """What the change would make; None where nothing is asked, or what is asked can't be told."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return asked.what_if(at, form.change())
    except NotKnown as error:
        form.add_error(None, str(error))
        return None


def table_of(found: list[asked.WhatIf]) -> Table:
    """Of one change every percentile, stored and changed; of several one column of words each."""
    if len(found) > 1:
        return beside(found)
    (one,) = found
    return Table(
        name="side-by-side",
        title="Stored and changed",
        columns=asked.COLUMNS,
        lines=one.lines,
        empty=NOTHING_DRAWN,
    )


def floors_table(letter: str, lines: list[price_floors.FloorLine]) -> Table:
    """What the floors pay at the price of a change; those of a further change bear its letter."""
    is_first = letter == LETTERS[0]
    return Table(
        name="floors" if is_first else f"floors-{letter.lower()}",
        title="Price floors at that price" if is_first else f"Price floors at the price of {letter}",
        columns=price_floors.COLUMNS,
        lines=lines,
        empty="No price floor reaches these projects.",
        notes=price_floors.NOTES,
    )
