"""`python -m benchmarks.objects`: pages of 100 entries of the API, beside a plain ModelSerializer over the same table.

A book of 100,000 entries of 2,000 awards, on SQLite in a folder of its own or in the empty database that DATABASE_URL
names. Both are asked for the same pages by the same client, in turn, without a cache; the middle of the pages counts.
The plain one has the columns of the table and follows no relation; ours has those of the report, sources and awards by
name, at a day and a recording.
"""

import os
import shutil
import tempfile
from statistics import median
from time import perf_counter, process_time
from typing import Any

if __name__ == "__main__":
    FOLDER = tempfile.mkdtemp(prefix="lode-", dir="/tmp")
    os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "DEBUG": "false", "VAR_DIR": FOLDER}
    import django

    django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import path
from rest_framework.generics import ListAPIView
from rest_framework.pagination import CursorPagination
from rest_framework.serializers import CharField, DateTimeField, ModelSerializer

from benchmarks.book import make_book
from config.urls import urlpatterns
from portfolio.models import Transaction
from record.models import Account

ENTRIES, AWARDS, SITES, PAGES = 100_000, 2_000, 500, 40
FIVE = "investment,kind,amount_usd,effective_on,sources"


COLUMNS = [
    *("number", "investment", "deal", "agency", "program", "company", "instrument", "kind", "amount", "shares"),
    *("shares_received", "effective_on", "counts_from", "reverses", "is_derived", "note", "control", "sources"),
    *("recording", "recorded_at", "recorded_by", "previous_hash", "hash"),
]


class PlainSerializer(ModelSerializer):
    class Meta:
        model = Transaction
        fields = "__all__"


class SameSerializer(ModelSerializer):
    """The columns of ours, by relations that are read with the entries; names of today, and no key of the source."""

    deal = CharField(source="investment.deal.slug")
    agency = CharField(source="investment.agency.code")
    program = CharField(source="investment.program.code", default=None)
    company = CharField(source="investment.recipient.slug")
    instrument = CharField(source="investment.instrument")
    investment = CharField(source="investment.slug")
    sources = CharField(source="citation.text", default=None)
    control = CharField(source="recording.approval")
    recorded_at = DateTimeField(source="recording.moment")
    recorded_by = CharField(source="recording.by_name")

    class Meta:
        model = Transaction
        fields = COLUMNS


class ByNumber(CursorPagination):
    page_size, ordering = 100, "number"


class PlainView(ListAPIView):
    queryset, serializer_class, pagination_class = Transaction.objects.all(), PlainSerializer, ByNumber


class SameView(PlainView):
    serializer_class = SameSerializer
    queryset = Transaction.objects.select_related(
        "investment__deal", "investment__agency", "investment__program", "investment__recipient", "citation",
        "recording",
    )  # fmt: skip


def walked(client: Client, address: str, asked: dict[str, Any]) -> tuple[float, float]:
    """The middle of the seconds of clock and processor that a page takes, over PAGES pages after the first."""
    answer = client.get(address, asked).json()
    clock, processor = [], []
    for _ in range(PAGES):
        begun, spent = perf_counter(), process_time()
        answer = client.get(answer["next"])
        clock.append(perf_counter() - begun)
        processor.append(process_time() - spent)
        answer = answer.json()
        assert len(answer["results"]) == 100
    return median(clock), median(processor)


def main() -> None:
    call_command("migrate", verbosity=0)
    make_book(entries=ENTRIES, investments=AWARDS, projects=SITES)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    urlpatterns[:0] = [path("plain/", PlainView.as_view()), path("same/", SameView.as_view())]
    client = Client(SERVER_NAME="localhost")
    client.force_login(Account.objects.create_user("bench"))
    print("| page of 100 entries | clock | processor |\n|---|---|---|")
    for what, address, asked in (
        ("plain ModelSerializer, the table's columns", "/plain/", {}),
        ("plain ModelSerializer, the columns of ours", "/same/", {}),
        ("ours", "/api/v1/entries/", {"as_of": "2026-06-18"}),
        (
            "ours, five columns",
            "/api/v1/entries/",
            {"as_of": "2026-06-18", "fields": "investment,kind,amount_usd,effective_on,sources"},
        ),
    ):
        clock, processor = walked(client, address, asked)
        print(f"| {what} | {clock * 1000:.1f} ms | {processor * 1000:.1f} ms |", flush=True)


if __name__ == "__main__":
    try:
        main()
    finally:
        shutil.rmtree(FOLDER, ignore_errors=True)
