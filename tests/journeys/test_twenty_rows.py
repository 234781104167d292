"""A file of 20 rows with eight kinds of mistake says all of them at once, so that it is clean at the second upload."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portfolio.imports import kept
from portfolio.imports.refused_rows import causes
from portfolio.models import Import, ImportState, Transaction
from tests.cast import Cast, entry, record_entries
from tests.desk import approve_what_waits, sign_in, words

pytestmark = pytest.mark.django_db
HEAD = ["investment", "kind", "amount_usd", "effective_on", "same_as", "note"]
GRANT, LOAN = "palisade-doe-grant", "saltwash-doe-loan"

GOOD = [[GRANT, "fee", str(100 + place), f"2026-01-{place:02d}", "", f"invoice {place}"] for place in range(1, 11)]
WRONG: dict[str, tuple[list[str], list[str]]] = {
    "an award that is on record under another code": (
        ["palisade-doe-grnt", "fee", "201", "2026-02-01", "", ""], [GRANT, "fee", "201", "2026-02-01", "", ""]),
    "a kind that the ledger does not have": (
        [GRANT, "fees", "202", "2026-02-02", "", ""], [GRANT, "fee", "202", "2026-02-02", "", ""]),
    "an amount with letters": (
        [GRANT, "fee", "2O3", "2026-02-03", "", ""], [GRANT, "fee", "203", "2026-02-03", "", ""]),
    "a day that may mean two": (
        [GRANT, "fee", "204", "4/2/2026", "", ""], [GRANT, "fee", "204", "2026-02-04", "", ""]),
    "no day at all": ([GRANT, "fee", "205", "", "", ""], [GRANT, "fee", "205", "2026-02-05", "", ""]),
    "a cell that would run as a formula": (
        [GRANT, "fee", "206", "2026-02-06", "", "=1+1"], [GRANT, "fee", "206", "2026-02-06", "", "1+1"]),
    "an entry like one on record": (
        [LOAN, "fee", "207", "2026-01-07", "", ""], [LOAN, "fee", "207", "2026-01-07", "another", ""]),
    "a whole beside its parts": (
        [LOAN, "fee", "1000", "2026-02-08", "", ""], [LOAN, "fee", "1000", "2026-02-08", "another", ""]),
}  # fmt: skip
PARTS = [[LOAN, "fee", "400", "2026-02-08", "", "half"], [LOAN, "fee", "600", "2026-02-08", "", "other half"]]


def file_of(rows: list[list[str]]) -> SimpleUploadedFile:
    text = io.StringIO()
    csv.writer(text).writerows([HEAD, *rows])
    return SimpleUploadedFile("entries.csv", text.getvalue().encode())


def test_eight_kinds_of_mistake_are_named_at_once_and_the_second_upload_is_clean(cast: Cast) -> None:
    record_entries([entry(cast.investments[LOAN], "fee", "2026-01-07", "207", note="by hand")])
    desk, address = sign_in(cast.people["officer"]), reverse("admin:portfolio_import_add")
    data = {"kind": "transactions", "why": "Fees of the winter"}
    first = [*GOOD, *(wrong for wrong, _ in WRONG.values()), *PARTS]
    assert len(first) == 20
    page = words(desk.post(address, {**data, "file": file_of(first)}, follow=True))
    assert "8 refused" in page
    assert "12 new" in page
    found = causes(kept.row_outcomes_of(Import.objects.get()))
    assert sorted(number for one in found for number in one.rows) == list(range(12, 20))
    assert len(found) == 8
    for said in (
        "palisade-doe-grant", "Did you mean fee?", "2O3", "may mean two days", "An entry needs its day.",
        "would run as a formula", "has the same award, kind, day and amount", "$1,000.00 is the sum of",
    ):  # fmt: skip
        assert said in page
    second = [*GOOD, *(right for _, right in WRONG.values()), *PARTS]
    page = words(desk.post(address, {**data, "file": file_of(second)}, follow=True))
    assert "20 new" in page
    assert "refused" not in page
    one = Import.objects.order_by("-pk")[0]
    desk.post(reverse("admin:portfolio_import_change", args=[one.pk]), {"_confirm": "1", "plan_hash": one.plan_hash})
    approve_what_waits(cast.people["officer2"])
    one.refresh_from_db()
    assert one.state == ImportState.WRITTEN
    assert Transaction.objects.filter(recording=one.recording).count() == 20
