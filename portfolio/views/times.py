"""Every page is about a day, as known at a moment: both are read here, at the edge."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portfolio.forms import AsOfForm
from portfolio.pages.lookup import NotOnRecord
from portfolio.services import capacity
from record.calculations.as_of import AsOf


def timed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that is handed the AsOf which the address asks for.

    An unreadable time is answered with a sentence, and no figure; what was not yet on record then, likewise.
    """

    @wraps(view)
    def with_times(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = AsOfForm(request.GET)
        if not form.is_valid():
            return unreadable(request, form)
        at = form.at()
        try:
            return view(request, at, *args, **kwargs)
        except NotOnRecord as missing:
            return shown(request, at, "portfolio/not_on_record.html", {"missing": missing}, status=404)

    return with_times


def projected(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that reads the run which answers at its AsOf: the run stands before the view is asked."""

    @wraps(view)
    def with_run(request: HttpRequest, at: AsOf, *args: Any, **kwargs: Any) -> HttpResponse:
        capacity.stand_at(at)
        return view(request, at, *args, **kwargs)

    return with_run


def shown(request: HttpRequest, at: AsOf, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return render(request, template, {"at": at, **context}, status=status)


def unreadable(request: HttpRequest, form: AsOfForm) -> HttpResponse:
    """The page that says what is wrong with the question, without a figure."""
    return render(request, "portfolio/unreadable_times.html", {"times_errors": form.errors}, status=400)
