"""The briefing and one thing of the record on one page: tagged PDF, the same bytes, the same figures as the files."""

import io
from datetime import date
from decimal import Decimal

import pikepdf
import pytest
from django.core.management import CommandError, call_command

from portfolio.documents import pdf
from portfolio.documents.sheets import pdf_at, sheet_at
from portfolio.pages.lookup import NotOnRecord
from portfolio.pages.sheet_scope import SCOPES, WHOLE, scope_of
from portfolio.positions.record_extent import record_extent
from portfolio.reports.quoted import Quoted, plain
from projects.models import Company, Country, Mineral
from record.services import entities
from tests.cast import TODAY, now, writing
from tests.desk import sign_in
from tests.portfolio.reports.answers import ask, rows_of

OF_EACH = {
    "agency": "doe", "program": "doe-atvm", "company": "saltwash", "project": "saltwash-clay", "mineral": "li",
    "country": "us", "state": "nevada",
}  # fmt: skip


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def structure(node: pikepdf.Object) -> list[str]:
    """The kinds of the tags below a node, in the order in which they are read."""
    kinds = [str(node["/S"])] if "/S" in node else []
    below = node.get("/K", [])
    for one in below if isinstance(below, pikepdf.Array) else [below]:
        if isinstance(one, pikepdf.Dictionary) and "/S" in one:
            kinds += structure(one)
    return kinds


def test_the_briefing_is_one_tagged_page_with_title_language_headings_and_a_table(cast):
    document = opened(pdf_at(now(), WHOLE))
    assert len(document.pages) == 1
    assert [float(one) for one in document.pages[0]["/MediaBox"]] == [0, 0, 612, 792]
    root = document.Root
    assert str(root["/Lang"]) == "en-US"
    assert bool(root["/MarkInfo"]["/Marked"])
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
    assert "pdfuaid:part" in root["/Metadata"].read_bytes().decode()
    tags = structure(root["/StructTreeRoot"])
    assert tags.count("/H1") == 1
    assert {"/H2", "/P", "/Table", "/TH", "/TD"} <= set(tags)


def test_the_foot_of_it_says_the_edition_the_times_and_the_address(cast):
    at = now()
    foot = pdf.data_of(sheet_at(at, WHOLE), address="https://book.example.gov/")["footer"]
    edition = f"Public record as of {record_extent(at).public_as_of}."
    assert foot == f"{edition} As of {TODAY}, recording {at.serial}. https://book.example.gov/"


def test_every_picture_of_it_has_its_words(cast):
    document = opened(pdf_at(now(), WHOLE))
    figures = []

    def walk(node: pikepdf.Object) -> None:
        if str(node.get("/S", "")) == "/Figure":
            figures.append(str(node.get("/Alt", "")))
        below = node.get("/K", [])
        for one in below if isinstance(below, pikepdf.Array) else [below]:
            if isinstance(one, pikepdf.Dictionary):
                walk(one)

    walk(document.Root["/StructTreeRoot"])
    assert figures
    assert all("$" in alt for alt in figures), figures


def test_the_same_question_has_the_same_bytes(cast):
    assert pdf_at(now(), WHOLE) == pdf_at(now(), WHOLE)


@pytest.mark.parametrize("kind", SCOPES)
def test_a_sheet_of_each_kind_is_a_page_and_a_pdf_of_one_page(cast, kind):
    with writing() as recording:
        for entity in (Mineral(slug="li", name="Lithium"), Country(slug="us", name="United States")):
            entities.create(entity, recording=recording)
    manager = sign_in(cast.people["manager"])
    address = f"/sheets/{kind}/{OF_EACH[kind]}"
    page = manager.get(f"{address}/", {"as_of": TODAY})
    assert page.status_code == 200, page.content.decode()[:400]
    answer = manager.get(f"{address}.pdf", {"as_of": TODAY})
    assert answer["Content-Type"] == "application/pdf"
    assert len(opened(answer.content).pages) == 1
    assert f"{kind}-{OF_EACH[kind] if kind != 'state' else 'nv'}_{TODAY}_r" in answer["Content-Disposition"]


def test_the_figures_of_a_company_are_those_of_its_rows(cast):
    scope = scope_of(now(), "company", "saltwash")
    quoted = [
        part
        for sentence in sheet_at(now(), scope).sentences
        for part in sentence
        if isinstance(part, Quoted) and part.column
    ]
    assert quoted
    for one in quoted:
        assert one.narrowed["company"] == "saltwash"
        rows = rows_of(ask(one.report, now(), **one.narrowed))
        assert Decimal(one.exact) == sum(Decimal(row[one.column]) for row in rows if row[one.column])


def test_a_sheet_says_of_what_its_money_is(cast):
    said = [plain(one) for one in sheet_at(now(), scope_of(now(), "state", "Nevada")).sentences]
    assert any("in awards that reach sites in Nevada" in one for one in said), said


def test_a_thing_that_is_not_on_record_and_a_kind_without_sheets_are_not_found(cast):
    manager = sign_in(cast.people["manager"])
    answer = manager.get("/sheets/company/saltwahs/")
    assert answer.status_code == 404
    assert "saltwash" in answer.content.decode()
    assert manager.get("/sheets/officer/ann/").status_code == 404
    assert manager.get("/sheets/state/texaz.pdf").status_code == 404
    with pytest.raises(NotOnRecord):
        scope_of(now(), "state", "bavaria")


def test_the_command_writes_it_and_leaves_a_file_that_is_there(cast, tmp_path, capsys):
    path = tmp_path / "saltwash.pdf"
    call_command("write_sheet", path, about=["company", "saltwash"], as_of=date(2026, 6, 30))
    assert len(opened(path.read_bytes()).pages) == 1
    before = path.read_bytes()
    with pytest.raises(CommandError, match=r"can't be written: File exists\. Give another name\."):
        call_command("write_sheet", path)
    assert path.read_bytes() == before
    with pytest.raises(CommandError, match=r"Near it: Saltwash Lithium \[saltwash\]\."):
        call_command("write_sheet", tmp_path / "other.pdf", about=["company", "saltwahs"])
    with pytest.raises(CommandError, match=r"A kind is agency, program"):
        call_command("write_sheet", tmp_path / "other.pdf", about=["officer", "ann"])


def test_a_name_writes_no_markup_into_the_document(cast):
    with writing() as recording:
        name = 'Ore *Works* #panic("no") $x$ <b> [&]'
        odd = entities.create(Company(slug="odd", name=name, citation=cast.citation), recording=recording)
    found = sheet_at(now(), scope_of(now(), "company", odd.slug))
    assert found.scope.name == name
    document = opened(pdf.written(found))
    assert str(document.docinfo["/Title"]) == f"{name}, as of {found.at.as_of}"
