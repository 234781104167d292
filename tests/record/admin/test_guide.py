"""Each form leads to the section of the guide that is about it."""

from portfolio.models import Transaction
from record.admin.guide import FILE, SECTIONS
from record.calculations.plain_markdown import blocks_of
from tests.cast import Cast
from tests.desk import add_page, sign_in, words


def test_every_section_that_a_form_names_is_in_the_guide():
    titles = {"".join(text for _, text in one.pieces) for one in blocks_of(FILE.read_text()) if one.kind == "h2"}
    assert set(SECTIONS.values()) <= titles


def test_a_form_leads_to_its_section_and_the_section_stands_on_the_page(cast: Cast):
    client = sign_in(cast.people["officer"])
    entry = client.get(add_page(Transaction, investment=cast.investments["palisade-doe-grant"]))
    assert '<a href="/admin/guide/#from-an-investment-s-page">Guide: From an investment&#x27;s page</a>' in (
        entry.content.decode()
    )
    deal = client.get("/admin/record-a-deal/").context["guide"]
    page = client.get(deal.address)
    assert 'id="record-a-new-deal"' in page.content.decode()
    assert "Seven fields are enough for the first save" in words(page)
