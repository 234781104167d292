"""The past stays what it was: files at an old serial are the same bytes, and pages the same `main`, whatever was
changed, taken back or linked anew in later recordings. Nothing in `main` speaks of today."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import transaction
from django.utils import timezone

from portfolio.models import Deal, Investment, Program, Transaction
from portfolio.reports import REPORTS
from portfolio.services import capacity, ledger
from projects.models import Company, Mineral, Project, ProjectMineral
from record.models import Account, Channel, Citation, Recording, Source
from record.services.recordings import open_recording
from tests.portfolio.views.relabelling import relabel_everything, retract_everything

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

DAY = date(2026, 6, 18)
SAMPLE = 6


@pytest.fixture(scope="module")
def book(public_record, django_db_blocker):
    """The public record with a projection; rolled back after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        capacity.run(Recording.objects.as_of(DAY, timezone.now()), draws=200)
        Account.objects.create_superuser("reader", password="reader")
        yield Recording.objects.last_serial()
        transaction.set_rollback(True)


def addresses() -> list[str]:
    """Pages of entities, lists and the answers of the whole: a sample of each kind, the richest among them."""
    slugs = {
        "deals": Deal, "investments": Investment, "companies": Company, "projects": Project,
        "programs": Program,
    }  # fmt: skip
    found = [
        "/", "/deals/", "/companies/", "/projects/", "/map/?size=dollars", "/programs/", "/calendar/", "/warrants/",
        "/production/", "/production/chains/",
    ]  # fmt: skip
    for folder, model in slugs.items():
        named = list(model.objects.order_by("slug").values_list("slug", flat=True))
        step = max(1, len(named) // SAMPLE)
        found += [f"/{folder}/{slug}/" for slug in named[::step]]
    found += ["/companies/mp/", "/companies/lac/", "/projects/thacker-pass/", "/projects/mountain-pass/"]
    found += [f"/sources/{slug}/" for slug in Source.objects.order_by("slug").values_list("slug", flat=True)[:2]]
    found += [f"/citations/{pk}/" for pk in Citation.objects.order_by("-pk").values_list("pk", flat=True)[:2]]
    found += [f"/reports/{name}/" for name in REPORTS]
    return list(dict.fromkeys(found))


def files() -> list[str]:
    return [
        address
        for name in REPORTS
        for address in (f"/reports/{name}.csv", f"/reports/{name}.json", f"/reports/{name}.datapackage.json")
    ]


def answers(client, serial: int) -> dict[str, str]:
    asked = {"as_of": DAY.isoformat(), "serial": serial}
    found = {}
    for address in [*addresses(), *files()]:
        answer = client.get(address, asked)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = body.decode()
        if answer["Content-Type"].startswith("text/html"):
            main = re.search(r"<main.*?</main>", text, re.DOTALL)
            text = main[0] if main else text
        found[address] = f"{answer.status_code}\n{text}"
    return found


def change_everything() -> None:
    with open_recording(by_name="tester", why="everything anew", channel=Channel.JOB) as recording:
        assert retract_everything(recording) > 1_000
        assert relabel_everything(recording) > 500
        mineral = Mineral.objects.order_by("-pk").first()
        for project in Project.objects.exclude(minerals=mineral):
            ProjectMineral.objects.create(project=project, mineral=mineral, recording=recording)
    with open_recording(by_name="tester", why="every entry undone", channel=Channel.JOB) as recording:
        for entry in Transaction.objects.exclude(kind="reversal").order_by("-number"):
            ledger.reverse(entry, reason="for a test", recording=recording, today=date(2026, 11, 28))


def test_an_old_serial_answers_the_same_after_everything_was_changed(book, client):
    client.force_login(Account.objects.get(username="reader"))
    before = answers(client, book)
    assert len(before) > 120
    change_everything()
    after = answers(client, book)
    moved = {address: first_difference(before[address], after[address]) for address in before}
    moved = {address: told for address, told in moved.items() if told}
    assert not moved, "\n".join(f"{address}: {told}" for address, told in sorted(moved.items()))


def first_difference(one: str, other: str) -> str:
    if one == other:
        return ""
    for line, changed in zip(one.splitlines(), other.splitlines(), strict=False):
        if line != changed:
            place = next((i for i, (a, b) in enumerate(zip(line, changed, strict=False)) if a != b), 0)
            return unescape(
                f"{line[max(0, place - 60) : place + 60]!r} -> {changed[max(0, place - 60) : place + 60]!r}"
            )
    return "longer or shorter"
