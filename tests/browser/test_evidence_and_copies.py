"""Evidence as people have it, a copy of what was approved, and a file that is brought to its end, by two officers."""

from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from .counted import Counted
from .watch import Watched

pytestmark = pytest.mark.browser
As = Callable[..., Watched]
LOAN = "/admin/portfolio/investment/?q=lac-doe-loan"
SEND = "/admin/portfolio/import/add/"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def letter(folder: Path) -> Path:
    """A document of one paragraph, as Word writes it."""
    file = folder / "letter.docx"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
        f'ContentType="{MAIN}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{WORDS}"><w:body><w:p><w:r><w:t>The fee is paid.</w:t></w:r>'
        "</w:p></w:body></w:document>",
    }
    with ZipFile(file, "w") as made:
        for name, text in parts.items():
            made.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{text}')
    return file


def table(folder: Path) -> Path:
    """A workbook of one sheet."""
    book, file = Workbook(), folder / "fees.xlsx"
    for row in (["invoice", "usd"], ["October", 9_300]):
        book.active.append(row)
    book.save(file)
    return file


def propose_fee(page: Page, amount: str, title: str, evidence: Path | None = None) -> None:
    """Propose a fee on the loan; the page that follows is that of its proposal."""
    page.locator("#result_list tbody a").first.click()
    page.get_by_role("link", name="New ledger entry").click()
    page.locator("[name=kind]").select_option("fee")
    for field, text in (
        ("amount", amount), ("effective_on", "2026-10-05"), ("new_publisher", "DOE"), ("new_title", title),
        ("why", "the fee of October"),
    ):  # fmt: skip
        page.locator(f"[name={field}]").fill(text)
    if evidence is not None:
        page.locator("[name=new_file]").set_input_files(evidence)
    page.locator("[name=_save]").click()
    expect(page.get_by_text("Another officer decides about it.")).to_be_visible()


def approve(watched: Watched) -> None:
    assert (watched.violations(), watched.sideways()) == ([], 0)
    watched.page.get_by_role("button", name="Approve").click()
    expect(watched.page.get_by_text("it is on record now")).to_be_visible()


def test_a_word_document_and_a_workbook_are_evidence_that_the_verifier_opens(as_role: As, tmp_path: Path) -> None:
    word, excel = letter(tmp_path), table(tmp_path)
    watched, second = as_role("officer"), as_role("officer2")
    page, hers = watched.page, second.page
    watched.goto(LOAN)
    propose_fee(page, "9,300", "Letter of October", word)
    proposal = page.url
    page.get_by_role("link", name="Attach a file").click()
    page.locator("input[type=file]").set_input_files(excel)
    page.locator("[name=why]").fill("the table of its fees")
    page.locator("[name=_save]").click()
    expect(page.get_by_role("link", name="fees.xlsx")).to_be_visible()
    hers.goto(proposal)
    for file in (word, excel):
        with hers.expect_download() as download:
            hers.locator("ul.files").get_by_role("link", name=file.name).click()
        assert download.value.suggested_filename == file.name
        assert download.value.path().read_bytes() == file.read_bytes()
    approve(second)


def test_what_was_approved_opens_again_as_a_new_one_like_it(as_role: As) -> None:
    watched, second = as_role("officer"), as_role("officer2")
    page, copied = watched.page, Counted(watched.page)
    watched.goto(LOAN)
    propose_fee(page, "9,400", "Invoice of October")
    second.page.goto(page.url)
    approve(second)
    watched.goto("/desk/")
    copied.press(page.get_by_role("link", name="Duplicate as new").first)
    expect(page.locator("[name=amount]")).to_have_value("9400")
    copied.write("amount", "9,500")
    copied.write("effective_on", "Nov 5 2026")
    copied.press_button("Save")
    expect(page.get_by_text("Record a fee of $9,500")).to_have_count(2)
    assert (copied.fields, copied.clicks) == (2, 2)
    second.page.goto(page.url)
    approve(second)


def send(first: Counted, kind: str, file: Path, why: str) -> None:
    first.write("kind", kind)
    first.choose_file("file", file)
    first.write("why", why)
    first.press_button("Show what becomes of its rows")


def test_a_parent_with_its_two_parts_is_asked_about_and_left_out_in_the_page(as_role: As, tmp_path: Path) -> None:
    file = tmp_path / "fees.csv"
    head, row = "investment,kind,amount_usd,effective_on,sources,note", "lac-doe-loan,fee,{},2026-10-07,lac1,{}"
    file.write_text("\n".join([head, row.format(1000, "whole"), row.format(600, "one"), row.format(400, "two")]))
    watched, second = as_role("officer"), as_role("officer2")
    page, first = watched.page, Counted(watched.page)
    watched.goto(SEND)
    send(first, "Ledger", file, "fees of the week")
    expect(page.get_by_text("$1,000.00 is the sum of $600.00 in row 3 and $400.00 in row 4.").first).to_be_visible()
    assert (watched.violations(), watched.sideways()) == ([], 0)
    first.press(page.locator("summary", has_text="Match its columns"))
    first.write("rows_left_out", "note: whole")
    first.press(page.locator("[name=_match]"))
    expect(page.get_by_role("link", name="2 new")).to_be_visible()
    first.press_button("Propose exactly this")
    expect(page.get_by_text("waits for a second officer").first).to_be_visible()
    second.goto("/desk/")
    second.page.get_by_role("link", name="Write the file fees.csv").first.click()
    expect(second.page.get_by_text("2 × fee, $1,000").first).to_be_visible()
    second.page.get_by_role("button", name="Approve").click()
    expect(second.page.get_by_text("it is on record now")).to_be_visible()


def test_the_closes_of_a_day_are_brought_to_the_page_of_their_company(as_role: As, tmp_path: Path) -> None:
    file = tmp_path / "closes.csv"
    file.write_text("Trade date,Closing price,Volume\n10/20/2026,49.10,900\n10/21/2026,49.25,800\n")
    watched = as_role("officer")
    page, first = watched.page, Counted(watched.page)
    watched.goto(SEND)
    send(first, "Security", file, "closes of the day")
    first.write("constants", "company mp, currency USD")
    page.locator("[name=rest_left_out]").check()
    first.press(page.locator("[name=_match]"))
    expect(page.get_by_role("link", name="2 new")).to_be_visible()
    first.press(page.locator("[name=_confirm]"))
    expect(page.get_by_text("Recorded as").first).to_be_visible()
    watched.goto("/companies/mp/")
    expect(page.get_by_text("By the close of 2026-10-21").first).to_be_visible()
