"""What a reader chose last on a page is asked again where the address leaves it out.

It is kept in the reader's browser, for the account and the page: nothing is written to the record. The page leads on to
the address that asks for it, so that every address says all of what is shown.
"""

from collections.abc import Callable, Collection

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

SECONDS = 400 * 24 * 3600
"""The longest that browsers keep anything."""
LONGEST = 3_000
"""Characters; a longer choice is not kept, since browsers would drop it."""


def chosen_before(
    request: HttpRequest, page: str, names: Collection[str], is_readable: Callable[[QueryDict], bool]
) -> HttpResponse | None:
    """Leads to the same address with what was chosen last.

    None where the address says one of `names` itself, where nothing was chosen, and where it can't be asked any more.
    """
    kept = request.COOKIES.get(cookie(request, page), "")
    if not kept or any(name in request.GET for name in names):
        return None
    asked = request.GET.copy()
    for name, values in QueryDict(kept).lists():
        if name in names:
            asked.setlist(name, values)
    if asked == request.GET or not is_readable(asked):
        return None
    return HttpResponseRedirect(f"{request.path}?{asked.urlencode()}")


def kept_choice(response: HttpResponse, request: HttpRequest, page: str, names: Collection[str]) -> HttpResponse:
    """The response, which has the browser keep what the address chooses, if it says any of `names`."""
    chosen = QueryDict(mutable=True)
    for name in names:
        if name in request.GET:
            chosen.setlist(name, request.GET.getlist(name))
    text = chosen.urlencode()
    if text and len(text) <= LONGEST and text != request.COOKIES.get(cookie(request, page)):
        response.set_cookie(
            cookie(request, page),
            text,
            max_age=SECONDS,
            path=request.path,
            secure=bool(settings.SESSION_COOKIE_SECURE),
            httponly=True,
            samesite="Lax",
        )
    return response


def cookie(request: HttpRequest, page: str) -> str:
    """Its name: two who share a browser keep each their own."""
    return f"chosen-{page}-{request.user.pk}"
