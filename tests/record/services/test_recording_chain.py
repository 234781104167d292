"""A recording's hash, worked out by hand over what was written under it; the same on both databases."""

import json
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from django.db import IntegrityError, connection, transaction

from projects.models import Company
from record.calculations.hash_chain import GENESIS
from record.calculations.recording_chain import digest
from record.models import Channel, RecordedTable, Recording
from record.services import entities, record_check, recorded_rows, recordings
from record.services.record_check import RecordCheck
from record.services.recordings import open_recording
from record.services.sources import add_source, cite

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 10, 8, 14, 0, tzinfo=UTC)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Recording:
    """A source and a company, at 14:00 UTC on 2026-10-08."""
    monkeypatch.setattr(recordings, "database_clock", lambda: MOMENT)
    with open_recording(by_name="loader", why="the first deal", channel=Channel.IMPORT) as recording:
        add_source(recording=recording, slug="mp1", publisher="MP Materials", title="8-K")
        firm = Company(slug="mp", name="MP Materials – Fort Worth", citation=cite(["mp1"]))
        entities.create(firm, recording=recording)
    return recording


def compact(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def test_the_hash_of_a_recording_by_hand(written: Recording) -> None:
    firm = Company.objects.get()
    company, source = RecordedTable.objects.filter(recording=written).order_by("table")
    columns = company.columns.split(";")
    labels = {"name": "MP Materials – Fort Worth", "citation": "mp1"}
    row = [firm.pk, "mp", *(labels.get(name, "") for name in columns[2:])]
    by_hand = sha256(compact(columns) + b"\n" + compact(row))
    assert (company.table, company.rows, company.sha256) == ("projects_company", 1, by_hand.hexdigest())
    content = {
        "previous_hash": "0" * 64,
        "serial": 1,
        "moment": "2026-10-08T14:00:00.000Z",
        "by": "loader",
        "account": None,
        "why": "the first deal",
        "channel": "import",
        "approval": "single control",
        "form_key": "",
        "tables": {"projects_company": [1, company.sha256], "record_source": [1, source.sha256]},
    }
    assert (written.previous_hash, written.hash) == (GENESIS, sha256(compact(content)).hexdigest())
    assert written.hash_version == 1


def test_a_digest_marks_each_row_by_the_first_eight_digits_of_its_own_hash() -> None:
    found = digest(["id", "name"], [[1, "Niron"], [2, None]])
    assert found.rows == 2
    assert found.marks == sha256(b'[1,"Niron"]').hexdigest()[:8] + sha256(b"[2,null]").hexdigest()[:8]
    assert found.sha256 == sha256(b'["id","name"]\n[1,"Niron"]\n[2,null]').hexdigest()


def test_an_empty_recording_follows_the_one_before(written: Recording) -> None:
    with open_recording(by_name="loader", why="nothing", channel=Channel.JOB) as second:
        pass
    assert (second.previous_hash, second.tables.count()) == (written.hash, 0)
    assert second.hash not in ("", written.hash)


def test_a_write_that_no_service_knows_of_is_covered(written: Recording) -> None:
    """By plain SQL, while the recording is open."""
    by_hand = (
        "INSERT INTO record_source"
        " (slug, publisher, title, published_on, address, read_in, file_sha256, recording_id)"
        " VALUES ('x1', 'X', 'Y', '', '', '', '', %s)"
    )
    with (
        open_recording(by_name="loader", why="by hand", channel=Channel.JOB) as second,
        connection.cursor() as cursor,
    ):
        cursor.execute(by_hand, [second.serial])
    assert [(one.table, one.rows) for one in second.tables.all()] == [("record_source", 1)]


def test_a_new_name_leaves_the_hash_of_the_company_as_it_was_created(written: Recording) -> None:
    firm = Company.objects.get()
    with open_recording(by_name="loader", why="it was renamed", channel=Channel.JOB) as second:
        entities.relabel(firm, {"name": "MP"}, recording=second)
    assert [one.table for one in second.tables.all()] == ["record_labelchange"]
    check = RecordCheck(to=2)
    assert list(check.problems()) == []
    assert (check.recordings, check.rows, check.head) == (2, 3, second.hash)


def test_a_recording_is_closed_with_its_hash_alone() -> None:
    """The database refuses to close one otherwise."""
    recording = recordings._next(by=None, by_name="x", why="y", channel=Channel.JOB, approval="single control")
    recording.save(force_insert=True)
    with pytest.raises(IntegrityError, match="closed with its hash"), transaction.atomic():
        Recording.objects.filter(serial=recording.serial).update(is_closed=True)


def test_a_column_that_came_later_is_no_part_of_what_was_recorded_before(written: Recording) -> None:
    """A recording made by an older version is checked by the columns that were hashed then."""
    found = RecordedTable.objects.get(table="projects_company")
    assert "website" in found.columns.split(";")
    older = [name for name in found.columns.split(";") if name != "website"]
    firm = Company.objects.get()
    labels = {"name": firm.name, "citation": "mp1"}
    again = digest(older, [[firm.pk, "mp", *(labels.get(name, "") for name in older[2:])]])
    found.columns, found.sha256, found.marks = ";".join(older), again.sha256, again.marks
    (one,) = (table for table in recorded_rows.written() if table.table == "projects_company")
    rows = [row for _, rows in one.rows(1) for row in rows]
    assert list(record_check._compared(one, 1, found, rows)) == []
