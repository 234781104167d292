"""A file is asked again and comes only where it has changed; a page is stored by no browser; text comes packed."""

import gzip

import pytest
from django.test import Client
from django.urls import reverse

from portfolio.calculations.kinds import Kind
from portfolio.models import Transaction
from record.models import Recording
from tests.cast import Cast, entry, record_entries

KINDS = ["csv", "xlsx", "json", "parquet", "datapackage"]


@pytest.fixture
def reader(client: Client, cast: Cast) -> Client:
    client.force_login(cast.people["auditor"])
    return client


def taken(reader: Client, kind: str, *, report: str = "transactions", **headers: str):
    serial = Recording.objects.order_by("-serial").values_list("serial", flat=True)[0]
    return reader.get(reverse(f"portfolio:{kind}", args=[report]), {"serial": serial}, headers=headers)


@pytest.mark.parametrize("kind", KINDS)
def test_who_has_a_file_gets_it_again_only_once_it_has_changed(reader: Client, cast: Cast, kind):
    first = taken(reader, kind)
    assert (first.status_code, first["Cache-Control"]) == (200, "private, no-cache")
    assert b"".join(first)
    again = taken(reader, kind, if_none_match=first["ETag"])
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Cache-Control"] == "private, no-cache"
    record_entries([entry(cast.investments["palisade-doe-grant"], Kind.FEE, "2026-01-05", "1")])
    changed = taken(reader, kind, if_none_match=first["ETag"])
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]
    b"".join(changed)


def test_a_file_that_a_reader_has_asks_nothing_of_the_ledger(reader: Client, django_assert_max_num_queries):
    tag = taken(reader, "csv")["ETag"]
    with django_assert_max_num_queries(12) as asked:
        assert taken(reader, "csv", if_none_match=tag).status_code == 304
    assert not [one for one in asked.captured_queries if Transaction._meta.db_table in one["sql"]]


def test_another_question_and_another_role_have_another_tag(reader: Client, cast: Cast):
    of_auditor = {taken(reader, kind, report=one)["ETag"] for kind in ("csv", "xlsx") for one in ("exposure", "stakes")}
    assert len(of_auditor) == 4
    reader.force_login(cast.people["manager"])
    assert taken(reader, "csv", report="stakes")["ETag"] not in of_auditor


@pytest.mark.parametrize(("kind", "is_packed"), [("csv", True), ("json", True), ("xlsx", False), ("parquet", False)])
def test_text_comes_packed_to_who_asks_and_is_the_same(reader: Client, kind, is_packed):
    plain = b"".join(taken(reader, kind))
    packed = taken(reader, kind, accept_encoding="gzip")
    content = b"".join(packed)
    assert packed.get("Content-Encoding") == ("gzip" if is_packed else None)
    assert (gzip.decompress(content) if is_packed else content) == plain
    assert not is_packed or len(content) < len(plain) / 2


@pytest.mark.parametrize(
    "address", ["/", "/reports/", "/reports/exposure/", "/api/v1/reports/exposure/", "/api/v1/deals/"]
)
def test_no_browser_stores_what_somebody_has_read(reader: Client, address):
    answer = reader.get(address)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"


def test_what_anybody_may_read_says_nothing_of_storing(client: Client, db):
    assert "private, no-store" not in client.get("/login/").get("Cache-Control", "")
