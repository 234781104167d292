"""What an address asks: what nothing reads is refused, with what is near, so that no answer is of another question."""

from collections.abc import Callable, Collection, Iterable
from functools import wraps
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from portfolio.calculations.filter_match import Option, nearest

PAGE, API = "page", "API"


def require_known(asked: Iterable[str], known: Collection[str], noun: str = PAGE) -> None:
    """Raises ValidationError for the names that are not known, with the nearest one and all that are."""
    unknown = sorted(set(asked) - set(known))
    if not unknown:
        return
    options = [Option(name) for name in known]
    near = list(dict.fromkeys(one for name in unknown for one in nearest(name, options)[:1]))
    meant = f" Did you mean {' and '.join(near)}?" if near else ""
    may = f"It may be asked for {', '.join(known)}." if known else "It is asked for nothing in its address."
    raise ValidationError(f"The {noun} knows no {', '.join(unknown)}. {may}{meant}", code="unknown")


def reads_only(*known: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A view without times that reads these names of its address: others are answered with 400 and a sentence."""

    def with_question(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                require_known(request.GET, known)
            except ValidationError as error:
                return render(request, "portfolio/unreadable_times.html", {"times_errors": told(error)}, status=400)
            return view(request, *args, **kwargs)

        return asked

    return with_question


def refused_as_json(asked: Iterable[str], known: Collection[str]) -> JsonResponse | None:
    """What is answered where a name is not known; None where all are."""
    try:
        require_known(asked, known, API)
    except ValidationError as error:
        return JsonResponse({"errors": told(error)}, status=400)
    return None


def told(error: ValidationError) -> dict[str, list[str]]:
    """The refusal as a form tells its own."""
    return {NON_FIELD_ERRORS: error.messages}
