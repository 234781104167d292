"""A tracker's export in foreign words and a file with many mistakes, brought in through the admin alone."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portfolio.imports.refused_rows import causes
from portfolio.imports.row_outcomes import Becomes, RowOutcome
from portfolio.models import DueDate, Import, ImportMapping, SecurityPrice, Transaction
from tests.cast import Cast
from tests.desk import sign_in, words

pytestmark = pytest.mark.django_db
TRACKER = """Kredit,Art,Termin,Stand,Analyst,Farbe
saltwash-doe-loan,ZINS,2027-03-01,offen,Ann,rot
saltwash-doe-loan,Tilgung am Ende,2027-06-01,offen,Ann,gelb
saltwash-doe-loan,Zins,2027-09-01,Storniert,Bob,rot
"""
MISTAKES = """investment,kind,amount_usd,effective_on
palisade-doe-grant,disbursement,"1,000,000",2026-01-15
palisade-doe-gran,disbursement,"1,000",2026-01-16
palisade-doe-grant,payment,"1,000",2026-01-17
palisade-doe-grant,disbursement,much,2026-01-18
palisade-doe-grant,disbursement,more,2026-01-19
palisade-doe-grant,disbursement,"1,000",2026-13-01
"""


@pytest.fixture
def client(cast: Cast) -> Client:
    return sign_in(cast.people["officer"])


def sent(kind: str, upload: SimpleUploadedFile) -> dict[str, object]:
    return {"kind": kind, "file": upload, "why": "of May", "sources": "cast1"}


def send(client: Client, text: str, kind: str) -> Import:
    upload = SimpleUploadedFile("tracker.csv", text.encode())
    client.post(
        reverse("admin:portfolio_import_add"), {"kind": kind, "file": upload, "why": "of May", "sources": "cast1"}
    )
    return Import.objects.order_by("-pk")[0]


def page_of(one: Import) -> str:
    return reverse("admin:portfolio_import_change", args=[one.pk])


MATCHED = {
    "_match": "1",
    "column_0": "investment",
    "column_1": "due_kind",
    "column_2": "falls_due_on",
    "column_3": "",
    "column_4": "",
    "column_5": "",
    "rest_left_out": "on",
    "constants": "stated_on 2026-05-04",
    "translations": "Art: zins = interest\ndue_kind: tilgung am ende = repayment",
    "rows_left_out": "Stand: storniert",
    "source": "Tracker",
}


def test_a_trackers_export_in_foreign_words_is_read_by_matching_it_once(client: Client) -> None:
    one = send(client, TRACKER, "due-dates")
    assert "The column" in words(client.get(page_of(one)))
    seen = words(client.post(page_of(one), MATCHED, follow=True))
    assert (one_of(one).counts["new"], one_of(one).counts["left out"], one_of(one).counts["refused"]) == (2, 1, 0)
    assert 'Stand is "Storniert".' in seen
    assert send_matched(client, TRACKER).counts == one_of(one).counts
    third = send(client, TRACKER, "due-dates")
    assert "Read it as files of Tracker" in words(client.get(page_of(third)))
    assert "No mapping for due-dates is called Trackr. Did you mean Tracker?" in words(
        client.post(page_of(third), {"_as": "Trackr"}, follow=True)
    )
    client.post(page_of(third), {"_as": "Tracker"})
    assert one_of(third).counts == one_of(one).counts
    assert "Read it as files of" not in words(client.get(page_of(third)))
    client.post(page_of(one), {"_confirm": "1", "plan_hash": one_of(one).plan_hash})
    found = [(row.kind, str(row.due_on)) for row in DueDate.objects.order_by("due_on")]
    assert found == [("interest", "2027-03-01"), ("repayment", "2027-06-01")]


def one_of(one: Import) -> Import:
    return Import.objects.get(pk=one.pk)


def send_matched(client: Client, text: str) -> Import:
    """The file sent again, read as the saved mapping says."""
    kept = ImportMapping.objects.get()
    upload = SimpleUploadedFile("tracker.csv", text.encode())
    read_so = {"mapping": f"{kept.kind}|{kept.source}"}
    client.post(reverse("admin:portfolio_import_add"), {**sent(kept.kind, upload), **read_so})
    return Import.objects.order_by("-pk")[0]


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("translations", "due_kin: a = b", "due_kin is no column of ours, and matched to none. Did you mean due_kind?"),
        ("translations", "zins is interest", "says no translation"),
        ("translations", "due_kind: a = fee\ndue_kind: a = interest", "is translated twice"),
        ("rows_left_out", "Stan: offen", "names no heading of the file. Did you mean Stand?"),
        ("rows_left_out", "Stand:", "Stand says no value."),
    ],
)
def test_words_that_cannot_be_read_are_told_on_their_field(client: Client, field: str, text: str, told: str) -> None:
    one = send(client, TRACKER, "due-dates")
    assert told in words(client.post(page_of(one), {**MATCHED, field: text}))


def test_one_cause_is_one_line_and_the_refused_rows_go_home_to_come_back_mended(client: Client) -> None:
    one = send(client, MISTAKES, "transactions")
    seen = words(client.get(page_of(one)))
    assert one.counts["refused"] == 5
    assert "What is wrong, each cause once" in seen
    assert "2 amount_usd much" in seen
    assert "5, 6" in seen
    taken = client.get(reverse("admin:portfolio_import_refused", args=[one.pk]))
    rows = list(csv.DictReader(io.StringIO(taken.content.decode())))
    assert [row["amount_usd"] for row in rows] == ["1,000", "1,000", "much", "more", "1,000"]
    assert all(row["what_is_wrong"] for row in rows)
    for row in rows:
        row |= {"investment": "palisade-doe-grant", "kind": "disbursement", "amount_usd": "1000"}
    for place, row in enumerate(rows):
        row["effective_on"] = f"2026-02-0{place + 1}"
    mended = io.StringIO()
    writer = csv.DictWriter(mended, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    assert send(client, mended.getvalue(), "transactions").counts["new"] == 5
    assert not Transaction.objects.filter(amount=1000).exists()


def test_causes_that_differ_in_the_cell_alone_are_one() -> None:
    told = [
        RowOutcome(2, Becomes.REFUSED, "", [("company", "mpp", 'No company is "mpp".')]),
        RowOutcome(3, Becomes.NEW),
        RowOutcome(4, Becomes.REFUSED, "", [("company", "mq", 'No company is "mq".'), ("day", "", "This is needed.")]),
    ]
    assert [(one.column, one.cell, one.rows) for one in causes(told)] == [("company", "mpp", [2, 4]), ("day", "", [4])]


def test_a_price_file_without_a_company_column_is_read_with_the_company_said_once(client: Client) -> None:
    one = send(client, "Date,Last,Volume\n2026-05-04,31.25,100\n2026-05-05,32.5,200\n", "security-prices")
    asked = {"_match": "1", "column_0": "effective_on", "column_1": "close", "column_2": "", "rest_left_out": "on"}
    constants = "company palisade, currency USD"
    seen = words(client.post(page_of(one), {**asked, "constants": constants}, follow=True))
    assert "2 new" in seen
    client.post(page_of(one), {"_confirm": "1", "plan_hash": Import.objects.get().plan_hash})
    assert [str(row.close) for row in SecurityPrice.objects.order_by("pk")][:2] == ["31.25000000", "32.50000000"]
