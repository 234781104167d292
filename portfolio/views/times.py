"""Every page is about a day, as known at a moment: both are read here, at the edge."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import Field
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from portfolio.forms import AsOfForm
from portfolio.pages.lookup import NotOnRecord
from portfolio.positions.failed_runs import PROJECTION
from portfolio.positions.record_extent import record_extent
from portfolio.services import capacity
from record.calculations.as_of import AsOf

View = Callable[..., HttpResponse]


def timed(view: View) -> View:
    """A view that is handed the AsOf which the address asks for, and that reads nothing else of it."""
    return timed_and_asked({})(view)


def timed_and_asked(beside: Mapping[str, Field]) -> Callable[[View], View]:
    """The same of a view that reads more of the address: the fields of its form.

    An unreadable time is answered with a sentence, and no figure; what nobody reads, and what was not yet on record
    then, likewise.
    """

    def with_question(view: View) -> View:
        @wraps(view)
        def with_times(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            form = AsOfForm(request.GET, beside=beside)
            if not form.is_valid():
                return unreadable(request, form)
            at = form.at()
            try:
                return view(request, at, *args, **kwargs)
            except NotOnRecord as missing:
                return not_on_record(request, at, missing)

        return with_times

    return with_question


def not_on_record(request: HttpRequest, at: AsOf, missing: NotOnRecord) -> HttpResponse:
    """The way to what bears that name, or bore it; else the page that says so, with links to what is near."""
    if missing.means:
        return HttpResponseRedirect(same_page(request, missing.means))
    near = [(one.name, same_page(request, one.slug)) for one in missing.near]
    return shown(request, at, "portfolio/not_on_record.html", {"missing": missing, "near": near}, status=404)


def same_page(request: HttpRequest, slug: str) -> str:
    """The address of this page about another thing, with all else that it asks."""
    found: Any = request.resolver_match
    asked = request.GET.urlencode()
    return reverse(found.view_name, kwargs={**found.kwargs, "slug": slug}) + (f"?{asked}" if asked else "")


def carries_times(*others: str) -> Callable[[View], View]:
    """A view of today that hands times on to its links: it refuses those that no page can be asked.

    `others`: what else it reads of its address.
    """

    def with_question(view: View) -> View:
        @timed_and_asked(dict.fromkeys(others, Field()))
        @wraps(view)
        def of_today(request: HttpRequest, _at: AsOf, *args: Any, **kwargs: Any) -> HttpResponse:
            return view(request, *args, **kwargs)

        return of_today

    return with_question


def once_begun(title: str) -> Callable[[View], View]:
    """A page of the whole record: asked for a moment before the first recording it says when the record begins."""

    def with_page(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, at: AsOf, *args: Any, **kwargs: Any) -> HttpResponse:
            if not at.serial and record_extent(at).begins_at:
                return shown(request, at, "portfolio/before_the_record.html", {"title": title})
            return view(request, at, *args, **kwargs)

        return answered

    return with_page


def projected(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that reads the run which answers at its AsOf: the run stands before the view is asked."""

    @wraps(view)
    def with_run(request: HttpRequest, at: AsOf, *args: Any, **kwargs: Any) -> HttpResponse:
        capacity.stand_at(at)
        shows_runs(request, PROJECTION)
        return view(request, at, *args, **kwargs)

    return with_run


def shows_runs(request: HttpRequest, *kinds: str) -> None:
    """Say that the page shows figures of this nightly work: where its last run failed, the frame of the page tells."""
    vars(request).setdefault("runs_shown", []).extend(kinds)


def shown(request: HttpRequest, at: AsOf, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return render(request, template, {"at": at, **context}, status=status)


def unreadable(request: HttpRequest, form: AsOfForm) -> HttpResponse:
    """The page that says what is wrong with the question, without a figure; before the first recording, that too."""
    is_read = not {"as_of", "known_at", "serial", NON_FIELD_ERRORS} & form.errors.keys()
    at = form.at() if is_read else None
    before = {"at": at} if at and not at.serial else {}
    return render(request, "portfolio/unreadable_times.html", {"times_errors": form.errors, **before}, status=400)
