"""The picture of any page as a file: the address of the page, with `picture` and the name of the picture."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from portfolio.charts.page_tree import tree_of
from portfolio.charts.picture_file import picture_file, pictures_of

NAME = "picture"
"""What the address asks for; no view reads it."""
NOT_IN_A_NAME = re.compile(r"[^a-z0-9]+")


class PictureMiddleware:
    """Answers `?picture=name` with that picture, cut out of the page as its view made it for this reader."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD") or NAME not in request.GET:
            return self.get_response(request)
        asked = request.GET.copy()
        named = asked.pop(NAME)
        vars(request)["GET"] = asked
        page = self.get_response(request)
        if "Location" in page.headers:
            page.headers["Location"] = asked_there(page.headers["Location"], named)
        if page.status_code != 200:
            return page
        return picture_of(request, page, named)


def asked_there(address: str, named: list[str]) -> str:
    """Where the page leads, asked for the same picture."""
    return f"{address}{'&' if '?' in address else '?'}{urlencode({NAME: named}, doseq=True)}"


def picture_of(request: HttpRequest, page: HttpResponseBase, named: list[str]) -> HttpResponse:
    """The file; where the page has no picture of that name, what it has."""
    is_page = isinstance(page, HttpResponse) and page.headers.get("Content-Type", "").startswith("text/html")
    found = pictures_of(tree_of(page.content.decode())) if is_page and isinstance(page, HttpResponse) else {}
    name = named[0] if len(named) == 1 else ""
    if name not in found:
        has = f"It has: {', '.join(found)}." if found else "It has none."
        told = f"This page has no picture of that name. {has}"
        return render(request, "404.html", {"exception": told}, status=404)
    picture = found[name]
    answer = HttpResponse(picture_file(picture, drawing_kept), content_type="image/svg+xml")
    words = NOT_IN_A_NAME.sub("-", request.path.lower()).strip("-") or "briefing"
    of = picture.marks
    answer["Content-Disposition"] = f'attachment; filename="{words}-{name}_{of["data-as-of"]}_r{of["data-serial"]}.svg"'
    patch_cache_control(answer, private=True, no_cache=True)
    return answer


def drawing_kept(asset: str) -> str:
    """What is drawn in one of our static files, such as the outlines of the states."""
    path = finders.find(asset)
    if not isinstance(path, str):
        raise FileNotFoundError(asset)
    return tree_of(Path(path).read_text(encoding="utf-8")).content()
