"""The short lists of a sheet have dollars and source of what changed, stake and decision of what falls due."""

import io
import re
from datetime import date

import pikepdf
import pytest
from django.utils import timezone

from portfolio.documents.sheets import pdf_at, sheet_at
from portfolio.pages.sheet_scope import WHOLE
from record.models import Recording

pytestmark = pytest.mark.slow


def test_what_changed_has_its_dollars_and_its_source_and_what_falls_due_its_company_and_decision(october, db):
    """And the page of paper stays one."""
    at = Recording.objects.as_of(date(2026, 10, 8), timezone.now())
    _, ahead, *changed = sheet_at(at, WHOLE).lists
    said = [line.text for one in changed for line in one.lines]
    assert said
    assert all(" Source: " in one or one.endswith("No source is cited.") for one in said)
    assert any(re.search(r"\$[\d.]+[MB]", one) for one in said)
    assert ahead.lines
    stale = [line.text for line in ahead.lines if "becomes older than 180 days" in line.text]
    assert stale
    assert not any("decided" in one for one in stale), "nobody decides how old a forecast is"
    assert len(pikepdf.open(io.BytesIO(pdf_at(at, WHOLE))).pages) == 1
