"""Files that a reader has already: an ETag of all that they depend on, and 304 where none of it has changed."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control

from portfolio.exports.answer_cache import Question, key_of


def answered(
    request: HttpRequest, asked: Question, spelling: str, write: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    """The file, with its ETag; without a body, and without asking anything, where the reader has it.

    What may not be kept (see `key_of`) has no ETag.
    """
    key = key_of(asked, spelling)
    tag = f'"{key}"' if key else None
    same = get_conditional_response(request, etag=tag) if tag else None
    response = same or write()
    if tag:
        response["ETag"] = tag
    patch_cache_control(response, private=True, no_cache=True)
    return response
