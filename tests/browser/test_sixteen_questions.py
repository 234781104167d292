"""What a manager asks: each is answered in a sentence that she can quote, from the briefing in two clicks at most."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from .watch import Watched

pytestmark = pytest.mark.browser
As = Callable[..., Watched]

MONEY = r"\$[\d.]+[KMB]"
TONNES = r"[\d,.]+"
MAGNETS = "NdFeB permanent magnet, magnet"
NDPR = "NdPr oxide (product group), separation"
QUESTIONS = {
    "how much, by agency and by form": (
        [], rf"Who gives, in what form: most at Department of \w+, {MONEY} of {MONEY}.*equity {MONEY}",
    ),
    "how much is at risk": ([], rf"Between {MONEY} and {MONEY} is at risk; \d+ awards have no amount\."),
    "what do we own": (["Reports", "Stakes"], r"MP Materials Corp\.: .*0% held, 13\.846% as converted and exercised"),
    "what is it worth": (
        ["Reports", "Valuations"], rf"Of \d+ of \d+ issuers both are known: {MONEY} against {MONEY} paid\.",
    ),
    "are we up on MP": (
        ["Companies", "MP Materials Corp."],
        rf"worth {MONEY} against \$400M paid, [\d.]+ times as much\. By the close of 20\d\d-\d\d-\d\d",
    ),
    "NdPr in 2030": ([NDPR], rf"19 chances in 20 that it makes more than before by 2030; if it does, {TONNES} to"),
    "NdPr in 2028": ([NDPR, "2028"], r"chances in (10|20) that it makes more than before by 2028; if it does, [\d,]+"),
    "magnets in 2030": (
        [MAGNETS], (rf"should make {TONNES} t magnet a year more, over .*: eight chances in ten that it is between"
                    rf" {TONNES} and {TONNES}; promised {TONNES}\. .* By facts only: {TONNES}"),
    ),
    "magnets in 2028": ([MAGNETS, "2028"], rf"In 2028, .* should make {TONNES} t magnet a year more, over "),
    "lithium in 2030": (["Lithium, chemical"], rf"In 2030, .* should make {TONNES} t LCE a year more, over "),
    "lithium in 2028": (["Lithium, chemical", "2028"], rf"In 2028, .* should make {TONNES} t LCE a year more, over "),
    "gallium in 2030": (["Gallium"], r"No firm figure\. A rough one is ready"),
    "antimony in 2030": (["Antimony, mine"], rf"chances in 10 that it produces by 2030; if it does, {TONNES}"),
    "antimony in 2028": (["Antimony, mine", "2028"], r"chances? in (10|20) that it produces by 2028"),
    "which share of what is used": (
        [MAGNETS], r"Gain of 2030, magnet: .* of [\d,]+ t magnet .*, direct imports of sintered magnets of 2021",
    ),
    "which plants carry it": ([MAGNETS], rf"Of the middle of {TONNES} t magnet in 2030: 10X magnet ca.* {TONNES}; "),
    "what is late": ([], r"Promised for 20\S+, now 20\S+: \d+ days"),
    "what needs a decision this month": ([], r"Decisions due\s*\d+ within 30 days"),
    "a floor at 60": (["Production", "Price floors"], r"2,599 t a year would cost .*\$130M at 60"),
    "dollars for a tonne": (
        ["Reports", "Cost of capacity"],
        r"On [\d-]+ a tonne of new yearly capacity at home takes, with estimates, from \$[\d,.]+ .* to \$[\d,.]+",
    ),
    "what changed since the last edition": ([], r"Changed since Edition of \w+ 20\d\d"),
    "where the sites are": ([], r"\d+ of \d+ sites in the United States have a milestone that is late or overdue"),
    "dependence on China, before and after": (
        ["Lithium, chemical"],
        r"of concern together: [\d to.]+% of US use; after the gain of 2030, [\d to.]+%",
    ),
}  # fmt: skip

ANSWERING = (
    "/", "/changes/", "/changes/?since=2026-01-01", "/production/", "/production/?mineral=magnet",
    "/production/?mineral=ti&year=2035", "/production/?mineral=reo-unsplit", "/production/?mineral=reo&year=2035",
    "/production/chains/",
    "/production/price-floors/", "/warrants/", "/programs/",
    "/partners/", "/companies/mp/", "/projects/thacker-pass/", "/projects/mp-10x/", "/projects/mountain-pass/",
    "/projects/crucible-clarksville/", "/investments/mp-dow-ppa/", "/investments/lac-doe-loan/",
    "/investments/mp-dow-series-a/", "/investments/usar-doc-equity/", "/deals/mp-dow-2025/",
    "/programs/doe-atvm/", "/sources/lac4/", "/map/", "/calendar/", "/desk/", "/kept/", "/views/",
    "/sheets/company/mp/", "/sheets/mineral/magnet/",
)  # fmt: skip


@pytest.mark.parametrize("question", QUESTIONS)
def test_it_is_answered_from_the_briefing_in_two_clicks(as_role: As, question: str) -> None:
    clicks, sentence = QUESTIONS[question]
    assert len(clicks) <= 2
    watched = as_role("manager")
    page = watched.page
    watched.goto("/")
    for link in clicks:
        page.get_by_role("link", name=link, exact=True).first.click()
        page.wait_for_load_state()
    expect(page.locator("main")).to_contain_text(re.compile(sentence, re.DOTALL))


def test_the_answer_of_the_briefing_stands_on_its_first_screen_and_all_of_it_on_about_three(as_role: As) -> None:
    watched = as_role("manager")
    page = watched.page
    page.set_viewport_size({"width": 1280, "height": 900})
    watched.goto("/")
    box = page.locator(".tiles").bounding_box()
    assert box
    assert box["y"] + box["height"] <= 900
    assert page.evaluate("document.documentElement.scrollHeight") <= 3 * 900


def test_no_page_that_answers_needs_more_than_three_screens(as_role: As) -> None:
    """1280 by 900, every fold closed. Lists may be longer."""
    watched = as_role("manager")
    page = watched.page
    page.set_viewport_size({"width": 1280, "height": 900})
    high = {}
    for address in ANSWERING:
        watched.goto(address)
        high[address] = page.evaluate("document.documentElement.scrollHeight")
    assert {address: height for address, height in high.items() if height > 3 * 900} == {}


SCROLLS = """() => [...document.querySelectorAll("main *")].filter(one => {
    const style = getComputedStyle(one);
    const down = /auto|scroll/.test(style.overflowY) && one.scrollHeight > one.clientHeight + 1;
    const across = /auto|scroll/.test(style.overflowX) && one.scrollWidth > one.clientWidth + 1;
    return (down || across) && !one.querySelector("table");
}).map(one => one.outerHTML.slice(0, 120))"""


def test_nothing_in_a_page_scrolls_by_itself_but_a_wide_table(as_role: As) -> None:
    """At 1280 and at 320 pixels, every fold closed."""
    watched = as_role("manager")
    found = {}
    for width in (1280, 320):
        watched.page.set_viewport_size({"width": width, "height": 900})
        for address in ANSWERING:
            watched.goto(address)
            if boxes := watched.page.evaluate(SCROLLS):
                found[address, width] = boxes
    assert found == {}


def test_the_page_of_programs_shows_every_row_of_its_tables(as_role: As) -> None:
    watched = as_role("manager")
    watched.goto("/programs/")
    boxes = watched.page.locator("main .table-cards:visible")
    assert boxes.count() >= 2
    assert [box.evaluate("box => box.scrollHeight - box.clientHeight") for box in boxes.all()] == [0] * boxes.count()


def test_every_part_of_the_briefing_leads_to_the_pdf(as_role: As) -> None:
    watched = as_role("manager")
    watched.goto("/")
    with watched.page.expect_download() as coming:
        watched.page.get_by_role("link", name="One page as PDF").click()
    assert coming.value.suggested_filename.startswith("briefing_")
    assert coming.value.path().read_bytes().startswith(b"%PDF-")
