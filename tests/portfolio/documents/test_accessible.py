"""Each PDF can be read aloud in its order: tags, title, language, words of pictures, tabs, bookmarks, fonts."""

from collections.abc import Iterator

import pikepdf
import pytest

from portfolio.documents import pdf
from portfolio.documents.sheets import pdf_at, sheet_at
from portfolio.pages.sheet_scope import WHOLE, scope_of
from tests.cast import now

from .test_sheets import opened, structure

SHEETS = [None, ("company", "saltwash"), ("agency", "doe"), ("project", "saltwash-clay"), ("state", "nevada")]

WORDS = {"/H1", "/H2", "/Lbl", "/LBody", "/P", "/TH"}
"""Tags that hold words: an empty one is read as a pause."""


@pytest.fixture(params=SHEETS, ids=lambda one: "briefing" if one is None else "-".join(one))
def document(request, cast) -> pikepdf.Pdf:
    scope = scope_of(now(), *request.param) if request.param else WHOLE
    return opened(pdf_at(now(), scope, "https://book.example.gov/"))


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Every tag below a node."""
    below = node.get("/K", [])
    for one in below if isinstance(below, pikepdf.Array) else [below]:
        if isinstance(one, pikepdf.Dictionary) and "/S" in one:
            yield one
            yield from elements(one)


def is_empty(node: pikepdf.Object) -> bool:
    below = node.get("/K", [])
    return isinstance(below, pikepdf.Array) and not len(below)


def test_it_is_tagged_and_says_that_it_conforms(document):
    metadata = document.Root["/Metadata"].read_bytes().decode()
    assert bool(document.Root["/MarkInfo"]["/Marked"])
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert pdf.STANDARD == "ua-1"


def test_its_title_names_it_with_its_day_and_shows_in_the_window(document):
    assert str(document.docinfo["/Title"]).endswith(f", as of {now().as_of}")
    assert bool(document.Root["/ViewerPreferences"]["/DisplayDocTitle"])
    assert str(document.Root["/Lang"]) == "en-US"


def test_the_tabs_follow_the_tags_and_the_headings_are_bookmarks(document):
    assert {str(page["/Tabs"]) for page in document.pages if "/Tabs" in page} <= {"/S"}
    with document.open_outline() as outline:
        titles = [one.title for top in outline.root for one in (top, *top.children)]
    headings = [kind for kind in structure(document.Root["/StructTreeRoot"]) if kind in ("/H1", "/H2")]
    assert len(titles) == len(headings) > 1


def test_its_headings_go_down_one_level_at_a_time_from_the_only_first(document):
    levels = [int(kind[2:]) for kind in structure(document.Root["/StructTreeRoot"]) if kind[:2] == "/H" and kind[2:]]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))


def test_no_tag_of_words_is_empty_and_every_picture_has_its_words(document):
    tags = list(elements(document.Root["/StructTreeRoot"]))
    assert [str(one["/S"]) for one in tags if is_empty(one) and str(one["/S"]) in WORDS] == []
    assert all(str(one.get("/Alt", "")) for one in tags if str(one["/S"]) == "/Figure")


def test_every_cell_of_its_table_names_the_head_of_its_column(document):
    tags = list(elements(document.Root["/StructTreeRoot"]))
    heads = [one for one in tags if str(one["/S"]) == "/TH"]
    assert heads
    for one in heads:
        assert [str(a["/Scope"]) for a in attributes(one) if "/Scope" in a] == ["/Column"]
        assert str(one["/ID"])
    named = {str(one["/ID"]) for one in heads}
    cells = [one for one in tags if str(one["/S"]) == "/TD"]
    assert cells
    for one in cells:
        assert {str(head) for a in attributes(one) for head in a.get("/Headers", [])} <= named
        assert any(len(a.get("/Headers", [])) for a in attributes(one))


def attributes(tag: pikepdf.Object) -> list[pikepdf.Object]:
    """What a tag says of itself; one thing stands by itself, several in a list."""
    found = tag.get("/A", [])
    return [found] if isinstance(found, pikepdf.Dictionary) else list(found)


def test_it_is_read_in_the_order_of_the_page(document, request, cast):
    """Name, figures, who gives, what is late, next dates, what happened and was learned, how sure."""
    asked = request.node.callspec.params["document"]
    data = pdf.data_of(sheet_at(now(), scope_of(now(), *asked) if asked else WHOLE), address="")
    with document.open_outline() as outline:
        read = [one.title for top in outline.root for one in (top, *top.children)]
    parts = [data["title"], data["tiles_title"] if data["tiles"] else "", (data["gives"] or {}).get("title", "")]
    parts += [*(one["heading"] for one in data["lists"]), data["sure_title"] if data["sure"] else ""]
    assert read == [one for one in parts if one]


def test_what_its_foot_says_is_read_aloud_and_not_marked_as_decoration(document):
    """The page number alone is; the edition, the times and the address are the last paragraph."""
    assert structure(document.Root["/StructTreeRoot"])[-1] == "/P"
    template = pdf.TEMPLATE.read_text()
    footer = template.partition("footer: context [")[2].partition("],")[0]
    assert "data." not in footer
    assert template.rstrip().endswith("[#data.footer]")


def test_every_font_is_in_it_with_its_letters(document):
    fonts = [font for page in document.pages for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        (below,) = font["/DescendantFonts"]
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(below["/FontDescriptor"].keys())
        assert "/ToUnicode" in font
