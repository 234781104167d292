"""Parts of pages that their two times and their address decide: kept as the answers of reports are."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from portfolio.exports.answer_cache import Question, text
from portfolio.positions.filters import Filters
from portfolio.reports.base import Definition
from record.calculations.as_of import AsOf
from record.roles import roles_of


def kept(
    request: HttpRequest, at: AsOf, rests_on: Definition, template: str, context: Callable[[], dict[str, Any]]
) -> str:
    """The template as HTML, for all that ask the same with the same roles; `context` is asked where it is not kept.

    `rests_on` is a report whose figures it shows: where these come from a projection, nothing is kept until the run of
    the day stands. No form that writes may stand in the template, for its key would be another reader's.
    """

    def written() -> str:
        return render_to_string(template, {"at": at, **context()}, request)

    asked = Question(rests_on, at, Filters(), tuple(sorted(roles_of(request.user))))
    html = text(asked, f"page {template} {request.path} {request.GET.urlencode()}", written)
    return mark_safe(html)  # noqa: S308 what the template has escaped
