"""Every form of the admin, found as a person finds it: over the start page, the lists and the pages of some rows."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qsl, urlsplit

Read = Callable[[str], tuple[str, str]]
"""The address that an address leads to, and the text of its page; empty where it has none."""
LINK = re.compile(r'href="(/admin/[^"#]+)"')
LIST = re.compile(r"/admin/[a-z_]+/[a-z_]+/")
OF_THE_SITE = ("/admin/record-a-deal/", "/admin/portfolio/import/add/")
ACTIONS = re.compile(
    r"/(add|retract|reverse|undo|withdraw)/|/admin/(record-progress|change-a-deal|entries-in-order|record-a-deal)/"
)
ROWS = 3
"""Rows of a list whose pages are opened: one may be nobody's whom the officer writes for."""
TOGETHER = re.compile(r'<option value="edit_together">')
POSTED = re.compile(r'<form[^>]*method="post"[^>]*>(?:(?!</form>).)*name="(?:why|reason)"', re.DOTALL)


def links(text: str) -> list[str]:
    return [one.replace("&amp;", "&") for one in dict.fromkeys(LINK.findall(text))]


def shape(address: str) -> str:
    """An address without its numbers: two of one shape are the same form, about another row or filled in otherwise."""
    parts = urlsplit(address)
    asked = parse_qsl(parts.query)
    about = "&".join(text for name, text in asked if name == "model") or next((name for name, _ in asked), "")
    return f"{re.sub(r'/[0-9]+/', '/0/', parts.path)}?{about}"


def forms(read: Read) -> dict[str, str]:
    """The address of each form that asks why, once of each shape, with its page."""
    found: dict[str, tuple[str, str]] = {}
    for address in dict.fromkeys(reached(read)):
        if shape(address) in found:
            continue
        final, text = read(address)
        if POSTED.search(text):
            found[shape(address)] = (final, text)
    return dict(found.values())


def reached(read: Read) -> Iterator[str]:
    """What may be a form: each list's own, that of its first row, and those to which the row's page leads."""
    yield from OF_THE_SITE
    yield from (link for link in links(read("/admin/record-progress/")[1]) if ACTIONS.search(link))
    for one in links(read("/admin/")[1]):
        if not LIST.fullmatch(one):
            continue
        yield f"{one}add/"
        listed = read(one)[1]
        rows = [row for row in links(listed) if row.startswith(one) and row.endswith("/change/")]
        for row in rows[:ROWS]:
            yield row
            yield from (link for link in links(read(row)[1]) if ACTIONS.search(link))
        if rows and TOGETHER.search(listed):
            yield from changed_together(read, one, rows[0])


def changed_together(read: Read, listed: str, row: str) -> Iterator[str]:
    """The form of a row of a list that is changed with others, by the first field that they may be given."""
    (_, _, app, table, *_) = listed.split("/")
    models = {"investment": "Investment", "project": "Project", "company": "Company"}
    address = f"/admin/change-together/?model={app}.{models[table]}&rows={row.split('/')[-3]}"
    field = re.search(r'<option value="([a-z_]+)"', read(address)[1])
    yield f"{address}&field={field[1] if field else ''}"
