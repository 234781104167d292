"""MP's deal of July 2025, its four awards with all their terms, by two people in one sitting.

What is typed is what the shipped public record states of mp-dow-series-a, mp-dow-warrant, mp-dow-ppa and
mp-dow-10x-offtake.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from .counted import Counted
from .keyboard import Keyboard
from .watch import Watched

pytestmark = pytest.mark.browser
As = Callable[..., Watched]
MOST_FIELDS, MOST_CLICKS = 60, 12
LEDGER = "/reports/transactions/?as_of=2026-11-01&company=mp"

DEAL = {"deal": "", "announced_on": "July 10 2025"}
PREFERRED = {
    "agency": "DOW", "company": "MP", "instrument": "Convertible preferred", "sources": "mp1; mp10; mp16; mp21",
    "payments_known": "No: what was paid stays unknown", "announced_amount": "$400M", "closed_on": "7/11/2025",
    "security_class": "Series A perpetual cumulative preferred", "shares": "400,000", "price_per_share": "1000",
    "original_price": "1000", "dividend_rate": "7", "dividend_form": "paid in kind", "conversion_price": "30.03",
    "holding_cap_share": "19.9", "stated_stake_share": "15", "exercised_into": "common shares of mp",
    "exercise_trigger": "Convertible from 45 days.", "status": "Closed", "confidence": "high",
    "program_text": "Transaction Agreement of 9 Jul 2025", "projects": "mountain-pass; mp-10x; mp-independence",
    "stake_group": "mp-dow-15",
}  # fmt: skip
WARRANT = {
    "instrument": "Warrant", "sources": "mp1; mp4; mp10", "payments_known": "No: what was paid stays unknown",
    "shares": "11,201,659", "strike_price": "30.03", "exercised_into": "common shares of mp", "tenor_years": "10",
}  # fmt: skip
FLOOR = {
    "instrument": "Price floor", "sources": "mp2; mp3; mp1; mp17", "payments_known": "No: what was paid stays unknown",
    "closed_on": "July 9 2025", "program_text": "Price Protection Agreement",
    "projects": "mountain-pass; mp-independence", "product": "NdPr (concentrate, oxide or metal)",
    "floor_price": "$110", "floor_measure": "kg", "floor_starts_on": "Oct 1 2025", "floor_ends_on": "12/31/2035",
    "upside_share": "30", "upside_condition": "Once the 10X conditions are met.",
    "reference_index": "Benchmark Quarterly Average Volume-Weighted Price as defined in the agreement",
    "tenor_years": "10",
}  # fmt: skip
OFFTAKE = {
    "instrument": "Offtake", "sources": "mp1; mp6; mp17; mp16", "payments_known": "No: what was paid stays unknown",
    "program_text": "Offtake Agreement (MP 10X Development, LLC)", "projects": "mp-10x", "status": "Committed",
    "product": "NdFeB magnets", "offtake_share": "100", "tenor_years": "10", "floor_price": "140 million",
    "floor_measure": "yr", "reference_index": "Plant EBITDA, ten years after 10X is built",
}  # fmt: skip
FOLDS = ("How far it is", "Program, projects, new company", "Award numbers, stake shared with another award")


@pytest.mark.parametrize(("hand", "width", "deal"), [
    pytest.param(Counted, 1280, "MP Materials and the Department of War, July 2025", id="by pointer at 1280 pixels"),
    pytest.param(Keyboard, 320, "MP Materials, July 2025", id="by keyboard at 320 pixels"),
])  # fmt: skip
def test_a_deal_of_four_awards_is_recorded_approved_and_on_the_ledger_in_one_sitting(
    as_role: As, hand: type[Counted | Keyboard], width: int, deal: str
) -> None:
    watched = as_role("officer", width=width)
    first = hand(watched.page)
    watched.goto("/desk/")
    first.press_link("Record a deal")
    for name, text in {**DEAL, "deal": deal}.items():
        first.write(name, text)
    for place, terms in enumerate((PREFERRED, WARRANT, FLOOR, OFFTAKE), 1):
        if place > 1:
            first.press_button(f"Add another like award {place - 1}")
        for name, text in terms.items():
            for fold in FOLDS if place == 1 and name == "status" else ():
                first.unfold(fold, inside=f"#a{place}")
            first.write(f"a{place}-{name}", text)
    assert watched.violations() == []
    first.press_button("Show what follows from it")
    expect(first.page.get_by_text("Nothing is recorded yet. This is what would be.")).to_be_visible()
    expect(first.page.get_by_text("mp-dow-series-a has the same recipient, agency, amount")).to_be_visible()
    first.write("warning_reason", "the deal as it was announced, typed by hand")
    assert (watched.violations(), watched.sideways()) == ([], 0)
    first.press_button("Propose it")
    expect(first.page.get_by_text("Another officer decides about it.")).to_be_visible()
    proposal = urlsplit(first.page.url).path

    deciding = as_role("officer2", width=width)
    second = hand(deciding.page)
    deciding.goto("/desk/")
    second.press_what_leads_to(proposal)
    for said in ("$400,000,000.00", "7%", "19.9%", "11,201,659", "$30.03", "USD/kg", "2035-12-31", "NdFeB magnets"):
        expect(second.page.get_by_text(said).first).to_be_visible()
    assert (deciding.violations(), deciding.sideways()) == ([], 0)
    ledger = as_role("manager")
    row = ledger.page.get_by_role("row").filter(has_text="400,000,000").filter(has_text="Commitment")
    ledger.goto(LEDGER)
    before = row.count()
    second.press_button("Approve")
    expect(second.page.get_by_text("it is on record now")).to_be_visible()
    ledger.goto(LEDGER)
    expect(row).to_have_count(before + 1)
    assert (first.fields <= MOST_FIELDS, first.clicks <= MOST_CLICKS) == (True, True), (first.fields, first.clicks)
    assert second.fields == 0
    assert second.clicks <= MOST_CLICKS
