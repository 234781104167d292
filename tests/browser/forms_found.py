"""Every form of the admin, found as a person finds it: over the start page, the lists and the pages of their rows."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from .watch import Watched

LINK = re.compile(r'href="(/admin/[^"#]+)"')
LIST = re.compile(r"/admin/[a-z_]+/[a-z_]+/")
OF_THE_SITE = ("/admin/record-a-deal/", "/admin/portfolio/import/add/")
ACTIONS = re.compile(
    r"/(add|retract|reverse|undo|withdraw)/|/admin/(record-progress|change-a-deal|entries-in-order|record-a-deal)/"
)
POSTED = re.compile(r'<form[^>]*method="post"[^>]*>(?:(?!</form>).)*name="(?:why|reason)"', re.DOTALL)


def links(text: str) -> list[str]:
    return [one.replace("&amp;", "&") for one in dict.fromkeys(LINK.findall(text))]


def shape(address: str) -> str:
    """An address without its numbers: two of one shape are the same form, about another row or filled in otherwise."""
    parts = urlsplit(address)
    about = next((name for name, _ in parse_qsl(parts.query)), "")
    return f"{re.sub(r'/[0-9]+/', '/0/', parts.path)}?{about}"


def forms(page: Watched) -> list[str]:
    """The address of each form that asks why, once of each shape."""
    found: dict[str, str] = {}
    for address in dict.fromkeys(reached(page)):
        if shape(address) in found:
            continue
        answer = page.page.request.get(page.site + address)
        if answer.ok and POSTED.search(answer.text()):
            found[shape(address)] = urlsplit(answer.url)._replace(scheme="", netloc="").geturl()
    return list(found.values())


def reached(page: Watched) -> Iterator[str]:
    """What may be a form: each list's own, that of its first row, and those to which the row's page leads."""
    yield from OF_THE_SITE
    read = page.page.request.get
    for one in links(read(f"{page.site}/admin/").text()):
        if not LIST.fullmatch(one):
            continue
        yield f"{one}add/"
        rows = [row for row in links(read(page.site + one).text()) if row.startswith(one) and row.endswith("/change/")]
        for row in rows[:1]:
            yield row
            yield from (link for link in links(read(page.site + row).text()) if ACTIONS.search(link))
