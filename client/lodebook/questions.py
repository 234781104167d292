"""What can be asked: a report, the list of reports, and the objects of a kind."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pandas as pd
import pyarrow as pa

from .asking import Site
from .frames import Described, Row, frame, typed
from .problems import Problem, not_among
from .streams import Stream, in_batches

API = "/api/v1/"
MOST = 500
"""Objects of a page."""


def report(
    name: str,
    *,
    as_of: date | str | None = None,
    known_at: datetime | date | str | None = None,
    serial: int | None = None,
    columns: Sequence[str] | None = None,
    url: str | None = None,
    token: str | None = None,
    **filters: Any,
) -> pd.DataFrame:
    """A report as a frame: today's as known now, unless a day, a moment or a recording says otherwise.

    Amounts, prices and shares are exact decimals, days are dates, counts are integers, and NA is unknown, never 0.
    `columns` are the names of those wanted, in that order; all where none is named. `filters` are those of the report:
    agency="DOE", known=True.

    `attrs` has `title`, `question`, `as_of`, `known_at`, `serial`, `version`, `filters`, `notes`, `totals` (amounts as
    text), `columns` (label, meaning, type, unit), `address`, which asks for the same answer at any later time, and
    `page`, where a person reads it. Raises Problem.
    """
    site = Site.named(url, token)
    path = f"{API}reports/{name}/"

    def read(stream: Stream) -> tuple[dict[str, Any], list[Described], dict[str, pa.Array]]:
        told, batches = in_batches(stream)
        wanted = chosen(columns, told["columns"])
        return told, wanted, typed(wanted, batches)

    answer, wanted, cells = site.ask(path, {"as_of": as_of, "known_at": known_at, "serial": serial, **filters}, read)
    again = {"as_of": answer["as_of"], "serial": answer["recording"], **answer["filters"]}
    about = {one: answer[one] for one in ("report", "title", "question", "as_of", "known_at", "version")}
    about |= {one: answer[one] for one in ("filters", "notes", "totals")}
    about |= {"serial": answer["recording"], "address": site.address(path, again)}
    about |= {"page": site.address(f"/reports/{name}/", again)}
    return frame(wanted, cells, about)


def reports(*, url: str | None = None, token: str | None = None) -> pd.DataFrame:
    """The reports that can be asked for: name, title, question, and the names of their filters and columns."""
    site = Site.named(url, token)
    path = f"{API}reports/"
    rows = [
        {**one, "filters": ", ".join(one["filters"]), "columns": ", ".join(column["name"] for column in one["columns"])}
        for one in site.get(path, {})
    ]
    told = [
        words("name", "Name", "What report() is asked for."),
        words("title", "Title", "Its heading."),
        words("question", "Question", "What it answers."),
        words("filters", "Filters", "What it can be narrowed by."),
        words("columns", "Columns", "Names of its columns."),
    ]
    return frame(told, typed(told, [rows]), {"address": site.address(path, {})})


def objects(
    kind: str,
    *,
    fields: Sequence[str] | None = None,
    as_of: date | str | None = None,
    known_at: datetime | date | str | None = None,
    serial: int | None = None,
    url: str | None = None,
    token: str | None = None,
    **filters: Any,
) -> pd.DataFrame:
    """The objects of a kind ("investments", "entries", "companies"), all pages of them, each row with its `id`.

    All are of one day and one recording, also while officers go on recording. `fields` are the names of the columns
    wanted. `filters` are those of the kind; of entries also `since`, the recording after which they were recorded.
    `attrs` has `as_of`, `known_at`, `serial`, `filters`, `columns` and `address`. Raises Problem.
    """
    site = Site.named(url, token)
    kinds = {one["name"]: one for one in site.get(API, {})}
    if kind not in kinds:
        raise not_among("kind of object", [kind], list(kinds))
    wanted = chosen(fields, kinds[kind]["columns"])
    path, named = f"{API}{kind}/", {"fields": ",".join(one["name"] for one in wanted)} if fields else {}
    asked = {"as_of": as_of, "known_at": known_at, "serial": serial, "limit": MOST, **filters, **named}
    pages = Pages(site, path, asked)
    wanted = [words("id", "Identifier", "Names one object."), *wanted]
    made = frame(wanted, typed(wanted, pages), {})
    first = pages.first
    again = {"as_of": first["as_of"], "serial": first["recording"], **first["filters"]}
    again |= {name: filters[name] for name in ("since",) if name in filters} | named
    made.attrs |= {"kind": kind, "as_of": first["as_of"], "known_at": first["known_at"], "serial": first["recording"]}
    made.attrs |= {"filters": first["filters"], "address": site.address(path, again)}
    return made


def words(name: str, label: str, meaning: str) -> Described:
    """A column of text, described as the API describes its own."""
    return {"name": name, "label": label, "meaning": meaning, "type": "text", "unit": ""}


class Pages:
    """The rows of each page of a question, read one after the other; `first` is the first answer."""

    def __init__(self, site: Site, path: str, asked: dict[str, Any]) -> None:
        self.site, self.path, self.asked = site, path, asked
        self.first: dict[str, Any] = {}

    def __iter__(self) -> Iterator[list[Row]]:
        asked = self.asked
        while True:
            page = self.site.get(self.path, asked)
            self.first = self.first or page
            yield page["results"]
            if page["next"] is None:
                return
            # Its question alone: the token goes to the site that was named, whatever address stands in the answer.
            asked = dict(parse_qsl(urlsplit(page["next"]).query))


def chosen(wanted: Sequence[str] | None, columns: Sequence[Described]) -> list[Described]:
    """The columns that are named, each once, in that order; all where none is named. Raises Problem for other names."""
    if wanted is None:
        return list(columns)
    if isinstance(wanted, str):
        raise Problem([f'"{wanted}" is a text, not a list of names.'], f'Write ["{wanted}"].')
    known = {column["name"]: column for column in columns}
    if any(name not in known for name in wanted):
        raise not_among("column", wanted, list(known))
    return [known[name] for name in dict.fromkeys(wanted)]
