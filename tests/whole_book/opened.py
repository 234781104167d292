"""Opening addresses as a role, and saying which of them broke."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode

from django.contrib import admin
from django.db import models
from django.http import HttpResponse
from django.test import Client

from portfolio.api.kinds import KINDS
from portfolio.models import Agency, Deal, Investment, Program
from portfolio.positions.filters import Filters
from portfolio.reports import REPORTS
from portfolio.reports.base import Definition, Report
from projects.models import Company, Country, Mineral, Project
from record.calculations.as_of import AsOf
from record.calculations.once import one_answer
from record.models import Citation, Source
from tests.reads import written

from .book import APPS

SPELLINGS = ("/", ".csv", ".xlsx", ".json", ".parquet", ".datapackage.json")
PAGES = ("/", "/deals/", "/companies/", "/projects/", "/programs/", "/partners/", "/map/",
         "/changes/", "/calendar/", "/warrants/", "/production/", "/production/chains/",
         "/production/what-if/", "/production/price-floors/",
         "/reports/", "/search/", "/desk/", "/views/", "/kept/", "/guide/", "/tokens/", "/api/docs/")  # fmt: skip
FOLDERS: dict[str, type[models.Model]] = {
    "deals": Deal, "investments": Investment, "companies": Company, "projects": Project, "sources": Source,
    "programs": Program,
}  # fmt: skip
SHEETS: dict[str, type[models.Model]] = {
    "agency": Agency, "program": Program, "company": Company, "project": Project, "mineral": Mineral,
    "country": Country,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes


def entity_pages() -> list[str]:
    found = [
        f"/{folder}/{slug}/"
        for folder, model in FOLDERS.items()
        for slug in model._default_manager.order_by("slug").values_list("slug", flat=True)
    ]
    sheets = [
        f"/sheets/{kind}/{one.slug}/" for kind, model in SHEETS.items() if (one := model._default_manager.first())
    ]
    return found + sheets + [f"/citations/{pk}/" for pk in Citation.objects.values_list("pk", flat=True)]


def report_addresses(spellings: Iterable[str] = SPELLINGS) -> list[str]:
    api = [f"/api/v1/reports/{name}/" for name in REPORTS]
    api += [f"/api/v1/{kind.name}/" for kind in KINDS.values() if not kind.permission]
    return [f"/reports/{name}{spelling}" for name in REPORTS for spelling in spellings] + api


def admin_pages() -> list[str]:
    """Every list, the pages of one row of each, and the form of a new one below the first that it may belong to."""
    found = ["/admin/", "/admin/record-a-deal/"]
    for model, model_admin in admin.site._registry.items():
        if model._meta.app_label not in APPS:
            continue
        base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        found += [base, f"{base}add/"]
        for row in model_admin.model._default_manager.order_by("-pk")[:1]:
            names = ["change", "history", "delete", getattr(model_admin, "undo", "")]
            found += [f"{base}{row.pk}/{name}/" for name in names if name]
        for relation in getattr(model_admin, "belongs_to", ()):
            parent = model_admin.opts.get_field(relation).related_model._default_manager.first()
            found += [f"{base}add/?{relation}={parent.pk}"] if parent else []
    return found


def opened(client: Client, address: str, **asked: object) -> Answer:
    """What an address answers, read to its end."""
    response: HttpResponse = client.get(address, {name: str(value) for name, value in asked.items()})
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return Answer(response.status_code, body)


def broken(client: Client, addresses: Iterable[str], **asked: object) -> dict[str, str]:
    """Address → what went wrong, of those that do not answer with 200, or write; an admin page may refuse or lead on.

    What is read of the record is read once for all of them: nobody writes meanwhile.
    """
    with one_answer():
        return {name: told for address in addresses for name, told in _broken(client, address, asked)}


def _broken(client: Client, address: str, asked: dict[str, object]) -> Iterator[tuple[str, str]]:
    allowed = {200, 302, 400, 403, 404} if address.startswith("/admin/") else {200}
    name = f"{address}?{urlencode(asked)}" if asked else address
    try:
        with written() as statements:
            answer = opened(client, address, **asked)
    except Exception as error:  # noqa: BLE001 told by the test that asked
        yield name, f"{type(error).__name__}: {error}"[:300]
        return
    if answer.status not in allowed:
        yield name, f"{answer.status}: {answer.body[:300].decode(errors='replace')}"
    elif b"INCOMPLETE: this file broke off" in answer.body:
        yield name, "the file broke off"
    elif statements:  # a projection is drawn and stored when it is first asked for, and then no more
        with written() as statements:
            opened(client, address, **asked)
        if statements:
            yield name, f"wrote: {statements[0][:300]}"


@contextmanager
def made_once() -> Iterator[None]:
    """While it lasts a report is worked out once for what is asked, and every spelling of it is written from that."""
    made: dict[Any, Report] = {}
    work_out = Definition.report

    def report(one: Definition, *, at: AsOf, filters: Filters | None = None) -> Report:
        asked = (one.name, at.as_of, at.serial, filters)
        if asked not in made:
            made[asked] = work_out(one, at=at, filters=filters)
        return made[asked]

    with patch.object(Definition, "report", report):
        yield
