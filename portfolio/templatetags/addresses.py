"""Addresses of pages that keep the two times which were asked for."""

from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from portfolio.forms import AsOfForm

from . import formatting

TIMES = tuple(AsOfForm.base_fields)


def carried(request: HttpRequest | None) -> QueryDict:
    """The two times that were asked for, to be kept by every link."""
    kept = QueryDict(mutable=True)
    for name in TIMES:
        if request is not None and request.GET.get(name):
            kept[name] = request.GET[name]
    return kept


def address(context: Any, page: str, *args: Any, **query: Any) -> str:
    link = reverse(f"portfolio:{page}", args=[part for part in args if part != ""])
    asked = carried(context.get("request"))
    for name, value in query.items():
        if formatting.is_known(value):
            asked[name] = str(value)
    return f"{link}?{asked.urlencode()}" if asked else link
