"""A file that an officer finishes in the browser: its sheet, how it writes days, and cells that are mended in place."""

import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from portfolio.models import Import, ImportState, SecurityPrice, Transaction
from record.services import facts
from tests.cast import Cast, day, writing
from tests.desk import approve_what_waits, sign_in, words

pytestmark = pytest.mark.django_db
HEAD = "investment,kind,amount_usd,effective_on\n"


@pytest.fixture
def desk(cast: Cast):
    return sign_in(cast.people["officer"])


def send(desk, content: bytes, *, kind: str = "transactions", name: str = "payments.csv") -> str:
    data = {"kind": kind, "file": SimpleUploadedFile(name, content), "why": "Payments of January"}
    return words(desk.post(reverse("admin:portfolio_import_add"), data, follow=True))


def address() -> str:
    return reverse("admin:portfolio_import_change", args=[Import.objects.get().pk])


def test_a_refused_cell_is_mended_on_the_page_and_the_row_is_read_again(desk, cast: Cast) -> None:
    said = send(
        desk, f"{HEAD}palisade-doe-grant,disbursement,1OO,2026-01-15\npalisade-doe-grant,fee,5,2026-01-16\n".encode()
    )
    assert "1 refused" in said
    page = desk.get(address()).content.decode()
    assert '<input name="cell_amount_usd" value="1OO"' in page
    said = words(desk.post(address(), {"_mend": "2", "cell_amount_usd": "100"}, follow=True))
    assert "2 new" in said
    assert '1 cell was mended here: row 2, amount_usd: "1OO" is "100".' in said
    one = Import.objects.get()
    assert desk.get(reverse("admin:portfolio_import_file", args=[one.pk])).content.decode().count("1OO") == 1
    desk.post(address(), {"_confirm": "1", "plan_hash": one.plan_hash})
    approve_what_waits(cast.people["officer2"])
    assert Transaction.objects.get(kind="disbursement", amount=100).effective_on.text == "2026-01-15"


def test_what_is_asked_about_a_row_is_answered_on_the_page_though_the_file_has_no_such_column(desk) -> None:
    row = "palisade-doe-grant,fee,{},2026-01-15\n"
    said = send(desk, (HEAD + row.format(1000) + row.format(500) + row.format(500)).encode())
    assert "$1,000.00 is the sum of $500.00 in row 3 and $500.00 in row 4." in said
    said = words(desk.post(address(), {"_mend": "2", "cell_same_as": "another"}, follow=True))
    assert "3 new" in said


def test_what_the_ledger_refuses_is_mended_in_its_cell_and_what_is_unusual_is_given_a_reason(desk, cast: Cast) -> None:
    """The preferred are 1,000 a share at 30: 60,000 of them convert into 2,000,000."""
    row = "palisade-preferred,conversion,60000,1900000,2026-05-01\npalisade-doe-grant,disbursement,,,2026-01-15\n"
    said = send(desk, f"investment,kind,shares,shares_received,effective_on\n{row}".encode())
    assert "2 refused" in said
    page = desk.get(address()).content.decode()
    assert '<input name="cell_reason" value=""' in page
    said = words(desk.post(address(), {"_mend": "2", "cell_reason": "the board agreed to less"}, follow=True))
    assert "1 new" in said
    assert "1 refused" in said


WIDE = "Date,PLM,SWL\n2026-05-04,31.25,1O\n2026-05-05,32.5,11\n"
MATCHED = {
    "_match": "1", "column_0": "effective_on", "column_1": "+", "column_2": "+", "says_1": "company palisade",
    "says_2": "company saltwash", "melted_into": "close", "constants": "currency USD",
}  # fmt: skip


def test_a_cell_of_a_wide_file_is_mended_in_its_place(desk) -> None:
    send(desk, WIDE.encode(), kind="security-prices")
    said = words(desk.post(address(), MATCHED, follow=True))
    assert "3 new" in said
    assert "1 refused" in said
    page = desk.get(address()).content.decode()
    assert '<input name="cell_close" value="1O"' in page
    assert 'name="_mend" value="2 SWL"' in page
    assert "Row 2 has no cell to mend here." in words(
        desk.post(address(), {"_mend": "2 PLM", "cell_close": "1"}, follow=True)
    )
    said = words(desk.post(address(), {"_mend": "2 SWL", "cell_close": "10"}, follow=True))
    assert "4 new" in said
    assert '1 cell was mended here: row 2, SWL: "1O" is "10".' in said
    desk.post(address(), {"_confirm": "1", "plan_hash": Import.objects.get().plan_hash})
    found = SecurityPrice.objects.filter(company__slug="saltwash").values_list("close", flat=True)
    assert sorted(map(int, found)) == [10, 11]


def test_what_is_asked_about_one_cell_of_a_wide_file_is_answered_of_it_alone(desk, cast: Cast) -> None:
    for close in ("32.5", "33"):
        with writing() as recording:
            fact = SecurityPrice(
                company=cast.companies["palisade"], effective_on=day("2026-05-05"), close=Decimal(close), currency="USD"
            )
            facts.record(fact, recording=recording)
    send(desk, WIDE.replace("1O", "10").encode(), kind="security-prices")
    said = words(desk.post(address(), MATCHED, follow=True))
    assert "1 refused" in said
    assert 'name="_mend" value="3 PLM"' in desk.get(address()).content.decode()
    said = words(desk.post(address(), {"_mend": "3 PLM", "cell_reason": "read again"}, follow=True))
    assert "3 new" in said
    assert "1 changed" in said
    assert 'row 3, PLM: reason: "" is "read again"' in said
    desk.post(address(), {"_confirm": "1", "plan_hash": Import.objects.get().plan_hash})
    assert [row.close for row in SecurityPrice.objects.filter(note__contains="read again")] == [Decimal("32.5")]


def test_only_a_refused_row_is_mended_and_only_while_the_file_is_open(desk, cast: Cast) -> None:
    send(desk, f"{HEAD}palisade-doe-grant,fee,5,2026-01-16\n".encode())
    said = words(desk.post(address(), {"_mend": "2", "cell_amount_usd": "6"}, follow=True))
    assert "Row 2 has no cell to mend here." in said
    one = Import.objects.get()
    desk.post(address(), {"_confirm": "1", "plan_hash": one.plan_hash})
    desk.post(address(), {"_mend": "2", "cell_amount_usd": "6"})
    one.refresh_from_db()
    assert (one.state, one.mended) == (ImportState.PROPOSED, {})
    other = sign_in(cast.people["officer2"])
    assert other.post(address(), {"_mend": "2", "cell_amount_usd": "6"}).status_code == 403


def test_how_a_file_writes_days_is_asked_once_and_holds_for_all_of_them(desk) -> None:
    said = send(desk, f"{HEAD}palisade-doe-grant,fee,5,3/2/2026\npalisade-doe-grant,fee,6,4/5/2026\n".encode())
    assert said.count("How does this file write days?") == 1
    assert "3/2/2026 is March 2 2026" in said
    assert "3/2/2026 is February 3 2026" in said
    said = words(desk.post(address(), {"_dates": "day first"}, follow=True))
    assert "2 new" in said
    assert "effective_on: 2026-02-03" in said
    assert "effective_on: 2026-05-04" in said
    assert "How does this file write days?" not in said


def test_days_with_one_reading_are_never_asked_about(desk) -> None:
    said = send(desk, f"{HEAD}palisade-doe-grant,fee,5,1/23/2026\npalisade-doe-grant,fee,6,5/5/2026\n".encode())
    assert "How does this file write days?" not in said
    assert "2 new" in said


def workbook() -> bytes:
    book, file = Workbook(), io.BytesIO()
    book.active.title = "Read me"
    book.active.append(["Prices of January"])
    for title, close in (("January", 12.5), ("February", 13.5)):
        sheet = book.create_sheet(title)
        sheet.append(["company", "effective_on", "close", "currency"])
        sheet.append(["palisade", "2026-01-05", close, "USD"])
    book.save(file)
    return file.getvalue()


def test_the_sheet_of_a_workbook_is_chosen_by_its_name(desk) -> None:
    send(desk, workbook(), kind="security-prices", name="prices.xlsx")
    page = desk.get(address()).content.decode()
    for name in ("Read me", "January", "February"):
        assert f"<option>{name}</option>" in page
    said = words(desk.post(address(), {"_sheet": "1", "sheet": "February"}, follow=True))
    assert "1 new" in said
    assert 'Only the sheet "February" was read, not Read me, January.' in said
    assert "The workbook has no sheet March." in words(
        desk.post(address(), {"_sheet": "1", "sheet": "March"}, follow=True)
    )
    one = Import.objects.get()
    desk.post(address(), {"_confirm": "1", "plan_hash": one.plan_hash})
    assert SecurityPrice.objects.filter(close="13.5").count() == 1


def test_each_kind_has_a_template_to_save_with_its_columns_and_units(desk) -> None:
    send_page = words(desk.get(reverse("admin:portfolio_import_add")))
    assert "Security prices" in send_page
    page = words(desk.get(reverse("admin:portfolio_import_template", args=["transactions"])))
    assert "amount_usd may be empty USD The line's own amount" in page
    assert "kind needed text What the entry does." in page
    saved = desk.get(reverse("admin:portfolio_import_template_file", args=["security-prices"]))
    assert saved["Content-Disposition"] == 'attachment; filename="security-prices.csv"'
    head, example = saved.content.decode().splitlines()
    assert head.split(",")[:4] == ["company", "effective_on", "close", "currency"]
    assert example.split(",")[:4] == ["lac", "2025-10-27", "12.97", "USD"]
    assert desk.get(reverse("admin:portfolio_import_template", args=["nothing"])).status_code == 404
