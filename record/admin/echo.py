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


ECHOES: dict[str, Callable[[str], str]] = {
    "date": lambda text: in_words(read_date(text, month_first=True)),
    "money": lambda text: _number(text, echo="money"),
    "percent": lambda text: _number(text, percent=True),
    "number": _number,
}
"""A kind of field → what it says of a text. Each raises ValueError or ValidationError, with what to do."""


def echo(request: HttpRequest) -> HttpResponseBase:
    """JSON with `said`, the value in words, or `refused`, why there is none; both empty where nothing is typed."""
    told, text = ECHOES.get(request.GET.get("kind", "")), request.GET.get("text", "").strip()
    if told is None or len(text) > LONGEST:
        return HttpResponseBadRequest("Ask for a date, money, a percent or a number of at most 200 characters.")
    said = refused = ""
    try:
        said = told(text) if text else ""
    except ValidationError as error:
        refused = " ".join(error.messages)
    except ValueError as error:
        refused = str(error)
    return JsonResponse({"said": said, "refused": refused})
