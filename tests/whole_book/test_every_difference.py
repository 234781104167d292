"""Every report beside itself of an earlier day and an earlier recording: page and file answer, and agree."""

import csv
import io

import pytest

from portfolio.reports import REPORTS
from record.models import Recording
from tests.cast import TODAY, Cast
from tests.desk import sign_in

from .opened import opened

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_is_compared_with_what_it_was(whole_book: Cast, name: str) -> None:
    client = sign_in(whole_book.people["auditor"])
    half = Recording.objects.last_serial() // 2
    asked = {"as_of": TODAY, "from_serial": half, "from_as_of": "2026-03-31"}
    page = opened(client, f"/reports/{name}/difference/", **asked)
    file = opened(client, f"/reports/{name}/difference.csv", **asked)
    assert (page.status, file.status) == (200, 200)
    lines = list(csv.DictReader(io.StringIO(file.body.decode(), newline="")))
    words = page.body.decode()
    for change in ("restated", "added", "gone"):
        count = len({one["row"] for one in lines if one["change"] == change})
        assert (f"{count} {change}" in words) or not count, (change, count)
    again = opened(client, f"/reports/{name}/difference/", as_of=TODAY, from_as_of=TODAY)
    assert "restated" not in again.body.decode().split("<main")[1].split("</main>")[0]
