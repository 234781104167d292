"""What was typed, as it will be kept: shown below the field before anything is saved."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBadRequest, JsonResponse
from django.http.response import HttpResponseBase

from record.calculations.column_figures import separated, trimmed
from record.calculations.typed_dates import in_words, read_date

from .numbers import ExactFormField

LONGEST = 200
"""Characters: what is longer is no date and no number."""


def _number(text: str, *, percent: bool = False, echo: str = "number") -> str:
    field = ExactFormField(max_digits=None, decimal_places=8, percent=percent, echo=echo)
    found = field.clean(text)
    if field.percent:
        return f"{trimmed(found.scaleb(2))}%"
    return f"{'-' if found < 0 else ''}{'$' if field.echo == 'money' else ''}{separated(abs(found))}"


ECHOES: dict[str, Callable[[str, str], str]] = {
    "date": lambda text, _: in_words(read_date(text, month_first=True)),
    "money": lambda text, _: _number(text, echo="money"),
    "percent": lambda text, _: _number(text, percent=True),
    "number": lambda text, _: _number(text),
}
"""A kind of field → what it says of a text, and of what stands in the field beside it, where its meaning rests on one.

Each raises ValueError or ValidationError, with what to do.
"""


def register(kind: str, told: Callable[[str, str], str]) -> None:
    """Add a kind of field of an app."""
    ECHOES[kind] = told


def echo(request: HttpRequest) -> HttpResponseBase:
    """JSON with `said`, the value in words, or `refused`, why there is none; both empty where nothing is typed."""
    told, text, beside = (request.GET.get(name, "").strip() for name in ("kind", "text", "beside"))
    if told not in ECHOES or max(len(text), len(beside)) > LONGEST:
        return HttpResponseBadRequest(f"Ask for one of {', '.join(ECHOES)}, with at most {LONGEST} characters.")
    said = refused = ""
    try:
        said = ECHOES[told](text, beside) if text else ""
    except ValidationError as error:
        refused = " ".join(error.messages)
    except ValueError as error:
        refused = str(error)
    return JsonResponse({"said": said, "refused": refused})
