"""Who took what and who may what: each file is written down as it was answered, and rights are those of the day."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.core.signals import request_finished
from django.db import OperationalError, close_old_connections
from django.http import HttpRequest, StreamingHttpResponse
from django.test import Client, RequestFactory

from portfolio.models import Assignment
from portfolio.reports import REPORTS
from portfolio.views.files_taken import FilesTakenMiddleware
from record import tasks
from record.models import Access, Account, Recording
from record.models.access import AccessKind
from record.services import access
from tests.cast import Cast, now, writing
from tests.desk import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(cast: Cast) -> Client:
    return sign_in(cast.people["auditor"])


def read(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return b"".join(answer) if answer.streaming else answer.content


def taken() -> list[dict[str, Any]]:
    return list(Access.objects.filter(kind=AccessKind.FILE).order_by("pk").values())


def rows(name: str) -> list[dict[str, Any]]:
    report = REPORTS[name].report(at=now())
    return [{column.name: column.known(line) for column in report.columns} for line in report.lines]


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet", ".json"])
def test_a_file_is_written_down_with_its_question_its_recording_and_its_rows(auditor: Client, ending: str) -> None:
    serial = Recording.objects.last_serial()
    for _ in range(2):  # the second time from what is kept
        content = read(auditor, f"/reports/investments{ending}?as_of=2026-07-01&agency=DOE")
        (found,) = taken()[-1:]
        count = (
            len(
                list(
                    csv.reader(
                        io.StringIO(read(auditor, "/reports/investments.csv?as_of=2026-07-01&agency=DOE").decode())
                    )
                )
            )
            - 1
        )
        assert (found["by_name"], found["read_serial"], found["rows"]) == ("auditor", serial, count)
        assert (found["size"], found["is_whole"]) == (len(content), True)
        assert found["question"] == f"/reports/investments{ending}?as_of=2026-07-01&agency=DOE"
        assert found["file"] == f"investments_2026-07-01_r{serial}_agency-DOE{ending}"


def test_the_api_the_package_of_data_and_a_picture_are_written_down_too(auditor: Client) -> None:
    read(auditor, "/api/v1/reports/exposure/")
    read(auditor, "/reports/exposure.datapackage.json")
    read(auditor, "/reports/exposure/")  # a page is no file
    read(auditor, "/briefing.pdf")
    assert [one["question"] for one in taken()] == [
        "/api/v1/reports/exposure/",
        "/reports/exposure.datapackage.json",
        "/briefing.pdf",
    ]
    assert [one["file"][:8] for one in taken()] == ["", "exposure", "briefing"]
    assert [one["rows"] is None for one in taken()] == [False, True, True]


def test_a_file_that_is_broken_off_says_so(cast: Cast) -> None:
    request = RequestFactory().get("/reports/exposure.csv")
    request.user = cast.people["auditor"]

    def view(request: HttpRequest) -> StreamingHttpResponse:
        return StreamingHttpResponse(
            iter([b"12", b"345"]), headers={"Content-Disposition": 'attachment; filename="a.csv"'}
        )

    answer = FilesTakenMiddleware(view)(request)
    next(iter(answer))
    request_finished.disconnect(close_old_connections)
    try:
        answer.close()  # what a server does once the reader is gone
    finally:
        request_finished.connect(close_old_connections)
    (found,) = taken()
    assert (found["is_whole"], found["size"], found["file"]) == (False, 2, "a.csv")


def test_while_somebody_writes_for_long_the_queue_writes_it_down(
    auditor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*args: Any, **told: Any) -> None:
        raise OperationalError("database is locked")

    handed: list[dict[str, Any]] = []
    monkeypatch.setattr(access, "note", busy)
    monkeypatch.setattr(tasks.note_access, "delay", lambda **told: handed.append(told))
    content = read(auditor, "/reports/exposure.csv")
    assert taken() == []
    tasks.note_access(**handed[0])
    (found,) = taken()
    assert (found["by_name"], found["size"], found["question"]) == ("auditor", len(content), "/reports/exposure.csv")


def test_where_the_queue_is_away_too_the_reader_has_the_file_and_the_log_what_was_taken(
    auditor: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(*args: Any, **told: Any) -> None:
        raise OperationalError("away")

    monkeypatch.setattr(access, "note", away)
    monkeypatch.setattr(tasks.note_access, "delay", away)
    assert read(auditor, "/reports/exposure.csv").startswith(b"investment,")
    assert read(auditor, "/reports/exposure.datapackage.json").startswith(b"{")
    told = [one.getMessage() for one in caplog.records if "is in no report" in one.getMessage()]
    assert len(told) == 2
    assert "/reports/exposure.csv" in told[0]
    assert "'by_name': 'auditor'" in told[0]


def test_what_is_taken_is_told_from_the_next_recording_on_and_the_same_ever_after(auditor: Client, cast: Cast) -> None:
    read(auditor, "/reports/exposure.csv")
    assert rows("files-taken") == []
    with writing():
        pass
    (found,) = rows("files-taken")
    assert (found["account"], found["file"].partition("_")[0], found["whole"]) == ("auditor", "exposure", True)
    at = now()
    before = [
        column.known(line)
        for line in REPORTS["files-taken"].report(at=at).lines
        for column in REPORTS["files-taken"].columns
    ]
    read(auditor, "/reports/exposure.csv")
    with writing():
        pass
    again = [
        column.known(line)
        for line in REPORTS["files-taken"].report(at=at).lines
        for column in REPORTS["files-taken"].columns
    ]
    assert (again, len(rows("files-taken"))) == (before, 2)


def test_what_was_taken_is_changed_by_nobody(auditor: Client) -> None:
    read(auditor, "/reports/exposure.csv")
    with pytest.raises(Exception, match="never changed"):
        Access.objects.update(by_name="somebody else")


def test_rights_are_those_of_the_day_also_once_they_are_taken_away(cast: Cast) -> None:
    officer = cast.people["officer"]
    with writing():
        pass
    before = now()
    officer.groups.clear()
    Assignment.objects.filter(officer=officer).delete()
    officer.is_active = False
    officer.save()
    with writing():
        pass

    def told(at: Any) -> tuple[Any, ...]:
        line = next(one for one in REPORTS["who-may-what"].report(at=at).lines if one.name == officer.username)
        return line.roles, bool(line.programs), line.is_active

    assert told(before) == (["officer"], True, True)
    assert told(now()) == ([], False, False)


def test_a_sign_in_is_told_with_its_moment(client: Client, cast: Cast) -> None:
    auditor: Account = cast.people["auditor"]
    client.force_login(auditor)
    with writing():
        pass
    line = next(one for one in rows("who-may-what") if one["account"] == auditor.username)
    assert line["signed_in_at"].date() >= date(2026, 1, 1)
    assert (line["roles"], line["files"]) == ("auditor", 0)
