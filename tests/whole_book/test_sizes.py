"""What a page of the public record sends, packed as browsers take it."""

import pytest
from django.utils import timezone

from portfolio.reports import REPORTS
from portfolio.services import capacity
from record.models import Recording
from tests.cast import make_people
from tests.desk import sign_in

from .opened import PAGES, made_once

MOST = 600_000
"""Bytes of a first visit."""
BESIDE = 300_000
"""Bytes of it for what all pages share; `tests/browser/test_first_visit.py` adds up both."""


@pytest.mark.slow
def test_no_page_or_report_of_the_public_record_sends_600_kilobytes(editions: list[Recording], db: None) -> None:
    capacity.run(Recording.objects.as_of(timezone.localdate(), timezone.now()), draws=200)
    client = sign_in(make_people()["manager"])
    with made_once():
        sent = {
            address: len(client.get(address, HTTP_ACCEPT_ENCODING="gzip").content)
            for address in [*PAGES, *(f"/reports/{name}/" for name in REPORTS)]
        }
    assert {address: size for address, size in sent.items() if size > MOST - BESIDE} == {}
