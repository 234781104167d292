"""The objects of the API are the rows of the reports: the same facts, page by page, at any day and recording."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portfolio.api.kinds import KINDS
from portfolio.calculations.kinds import Kind as EntryKind
from record.models import Recording
from tests.cast import ROLES, TODAY, entry, now, record_entries
from tests.portfolio.reports.answers import csv_rows

from .walks import DAY, OPEN, as_csv, report_rows, walk

OCTOBER = date(2026, 10, 8)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("person", ROLES)
def test_who_reads_the_pages_reads_their_objects(client, cast, person, kind):
    client.force_login(cast.people[person])
    answer = client.get(f"/api/v1/{kind}/", DAY)
    refused = kind == "proposals" and person == "manager"
    assert answer.status_code == (403 if refused else 200)
    assert answer["Content-Type"] == ("application/problem+json" if refused else "application/json")


@pytest.mark.parametrize("kind", KINDS)
def test_a_walk_gives_every_row_of_the_report_once(client, ways_book, kind):
    client.force_login(ways_book.people["auditor"])
    at = now()
    found = walk(client, kind, as_of=TODAY, serial=at.serial, limit=3)
    assert [as_csv(row) for row in found] == report_rows(kind, at)
    assert len({row["id"] for row in found}) == len(found)


@pytest.mark.long
@pytest.mark.parametrize("kind", ["investments", "entries", "stakes", "phases", "companies", "terms"])
def test_a_walk_over_the_public_record_gives_every_row_once(client, record, django_user_model, kind):
    client.force_login(django_user_model.objects.create_user("reader"))
    at = now(OCTOBER)
    found = walk(client, kind, as_of=OCTOBER, serial=at.serial, limit=40)
    assert len(found) > 40
    assert [as_csv(row) for row in found] == report_rows(kind, at)
    assert len({row["id"] for row in found}) == len(found)


def test_the_entries_are_the_csv_of_the_ledger(reader):
    rows = csv_rows(b"".join(reader.get("/reports/transactions.csv", DAY).streaming_content))
    found = [
        {name: cell for name, cell in as_csv(row).items() if name != "id"} for row in walk(reader, "entries", **DAY)
    ]
    assert found == rows


@pytest.mark.parametrize("kind", ["entries", "investments", "terms"])
def test_any_limit_gives_the_same_rows(reader, kind):
    whole = walk(reader, kind, limit=500, **DAY)

    @settings(max_examples=15, suppress_health_check=list(HealthCheck))
    @given(limit=st.integers(1, 500))
    def any_limit(limit):
        assert walk(reader, kind, limit=limit, **DAY) == whole

    any_limit()


def test_a_cursor_goes_on_in_the_knowledge_in_which_it_began(reader, cast, officer):
    first = reader.get("/api/v1/entries/", {**DAY, "limit": 4}).json()
    grant = cast.investments["palisade-doe-grant"]
    record_entries([entry(grant, EntryKind.DISBURSEMENT, "2025-10-02", "1")], by=officer)
    rest = reader.get(first["next"]).json()
    assert first["recording"] == rest["recording"] == 2
    assert len(first["results"]) == 4
    assert [row["id"] for row in rest["results"]] == ["T000005", "T000006", "T000007", "T000008"]
    assert len(walk(reader, "entries", **DAY)) == 11


@pytest.mark.parametrize(
    ("kind", "before", "day", "on"),
    [
        ("deals", 3, "2025-08-01", 3),
        ("companies", 2, "2025-08-01", 2),
        ("projects", 2, "2025-08-01", 2),
        ("sources", 1, "2025-08-01", 1),
        ("investments", 0, "2025-08-01", 4),
        ("terms", 0, "2025-08-01", 4),
        ("entries", 0, "2025-09-30", 7),
    ],
)
def test_a_day_is_asked_for(reader, kind, before, day, on):
    """Statuses begin on 2025-07-10, terms and the first entries on 2025-08-01; two entries are of October, one of
    February.
    """
    assert len(walk(reader, kind, as_of="2025-07-09")) == before
    assert len(walk(reader, kind, as_of=day)) == on


@pytest.mark.parametrize("kind", OPEN)
def test_before_the_first_recording_there_is_nothing(reader, kind):
    for asked in ({"serial": 0}, {"known_at": "1950-01-01"}):
        answer = reader.get(f"/api/v1/{kind}/", {**DAY, **asked}).json()
        assert (answer["recording"], answer["results"], answer["next"]) == (0, [], None)


def test_a_recording_is_asked_for_by_its_serial_or_its_moment(reader):
    """The first recording wrote the deals, the second the ledger."""
    first = Recording.objects.get(serial=1)
    for asked in ({"serial": 1}, {"known_at": first.moment.isoformat()}):
        assert walk(reader, "entries", **DAY, **asked) == []
        assert len(walk(reader, "investments", **DAY, **asked)) == 4


def test_a_filter_is_that_of_the_report(reader):
    assert {row["investment"] for row in walk(reader, "entries", agency="DOE", **DAY)} == {
        "palisade-doe-grant",
        "saltwash-doe-loan",
    }
    assert [row["id"] for row in walk(reader, "projects", stage="construction", state="NV", **DAY)] == ["saltwash-clay"]


def test_entries_since_a_recording(reader, cast, officer):
    grant = cast.investments["palisade-doe-grant"]
    record_entries([entry(grant, EntryKind.DISBURSEMENT, "2025-10-02", "1")], by=officer)
    assert [row["id"] for row in walk(reader, "entries", since=2, **DAY)] == ["T000011"]
    assert len(walk(reader, "entries", since=1, limit=2, **DAY)) == 11
    assert walk(reader, "entries", since=3, **DAY) == []


def test_fields_leave_out_the_others_and_keep_the_identifier(reader):
    found = walk(reader, "investments", fields="status, exposure_usd", **DAY)
    assert found[0] == {"id": "palisade-doe-grant", "status": "closed", "exposure_usd": "5000000.00"}


def test_the_index_names_every_kind_with_its_columns(reader):
    told = reader.get("/api/v1/").json()
    assert [one["name"] for one in told] == list(KINDS)
    assert all(column["meaning"] for one in told for column in one["columns"])
    assert reader.get("/api/v1/", {"a": "b"}).status_code == 400


def test_a_decimal_is_text_and_a_list_is_written_down_as_taken(reader, django_assert_max_num_queries):
    answer = reader.get("/api/v1/entries/", {**DAY, "limit": 1})
    (row,) = json.loads(answer.content)["results"]
    assert Decimal(row["amount_usd"]) == Decimal("60000000")
    assert (row["amount_usd"], row["recording"], row["derived"]) == ("60000000.00", 2, False)
    assert answer["Lodebook-Recording"] == "2"
    with django_assert_max_num_queries(40):
        reader.get("/api/v1/entries/", DAY)
