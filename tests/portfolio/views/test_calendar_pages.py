"""The pages of the next 90 days and of the warrant desk, on the cast."""

from datetime import date
from decimal import Decimal

import pytest

from portfolio.charts.price_with_strike import price_chart
from portfolio.models import DueDate, SecurityPrice
from portfolio.pages import calendar, warrants
from portfolio.pages.briefing_tiles import decisions
from portfolio.positions.warrants import warrants_at
from portfolio.reports.quoted import plain as printed
from portfolio.services import investments
from record.services import facts
from tests.cast import TODAY, day, now, writing
from tests.desk import sign_in, words

pytestmark = pytest.mark.long


def quote(cast, on, close):
    with writing() as recording:
        price = SecurityPrice(company=cast.companies["palisade"], close=Decimal(close), currency="USD",
                              effective_on=day(on), citation=cast.citation)  # fmt: skip
        facts.record(price, recording=recording)


def set_day(cast, kind, due):
    with writing() as recording:
        fact = DueDate(investment=cast.investments["saltwash-doe-loan"], kind=kind, due_on=day(due),
                       effective_on=day("2025-08-01"), citation=cast.citation)  # fmt: skip
        investments.record(fact, recording=recording, today=TODAY)


def test_without_anything_due_the_page_says_so(cast):
    assert calendar.page(now()).sentence == "Nothing has to be decided. No date in the next 90 days."


def test_the_page_has_what_is_to_be_decided_what_lies_ahead_and_what_did_not_come(cast):
    set_day(cast, "interest", "2026-06-26")
    set_day(cast, "report", "2026-09-28")
    set_day(cast, "report", "2026-09-29")  # 91 days ahead
    page = calendar.page(now())
    assert page.sentence == (
        "1 decision due: 1 overdue, the oldest since 2026-06-26: Interest of the direct loan to Saltwash Lithium due "
        "2026-06-26 did not come. "
        "1 date in the next 90 days. 1 scheduled payment did not come."
    )
    assert [str(line.dated.day) for line in page.ahead_lines] == ["2026-09-28"]
    assert [str(line.dated.day) for line in page.behind.lines] == ["2026-06-26"]


def test_what_is_overdue_is_told_apart_from_what_is_next(cast):
    """On 2026-06-30 interest of the 26th did not come; the last day to draw is 90 days ahead."""
    set_day(cast, "interest", "2026-06-26")
    set_day(cast, "draw_deadline", "2026-09-28")
    on = date(2026, 6, 30)
    page = calendar.page(now(on))
    assert page.sentence.startswith("2 decisions due: 1 overdue, the oldest since 2026-06-26: Interest of the direct ")
    assert "; next on 2026-09-28: Last day to draw" in page.sentence
    tile = decisions(page.due, on)
    assert tile.figure[0].text == "0"
    assert printed(tile.known).startswith("1 overdue, the oldest since 2026-06-26; next: 2026-09-28, Last day to draw")
    assert tile.known[0].narrowed == {"due": "overdue"}
    assert printed(decisions(page.due[:1], on).known) == "1 overdue, the oldest since 2026-06-26; no day ahead"


def test_what_did_not_come_is_red_in_words_as_well(cast):
    set_day(cast, "interest", "2026-06-26")
    answer = sign_in(cast.people["manager"]).get("/calendar/", {"as_of": str(TODAY)})
    assert '<span class="mark mark--red">did not come</span>' in answer.content.decode()


def test_the_overview_leads_to_the_next_90_days(cast):
    set_day(cast, "report", "2026-09-28")
    answer = sign_in(cast.people["manager"]).get("/", {"as_of": str(TODAY)})
    assert "2026-09-28 Report by the recipient of the direct loan to Saltwash Lithium" in words(answer)
    assert f'href="/calendar/?as_of={TODAY}"' in answer.content.decode()


@pytest.mark.parametrize(
    ("close", "finding"),
    [
        ("41.5", "Palisade Magnetics closed at $41.5 on 2026-05-29 against a strike of $30: in the money"),
        ("29.99", "Palisade Magnetics closed at $29.99 on 2026-05-29 against a strike of $30: out of the money"),
    ],
)
def test_the_picture_says_its_finding_in_its_title(cast, close, finding):
    quote(cast, "2026-05-28", "28")
    quote(cast, "2026-05-29", close)
    (line,) = warrants_at(now())
    chart = price_chart(line)
    assert chart.title == finding
    assert [mark.text for mark in chart.marks] == ["2026-05-28: 28 USD", f"2026-05-29: {close} USD"]
    assert chart.marks[0].x < chart.marks[1].x
    assert chart.marks[0].y > chart.strike_y
    assert (chart.marks[1].y < chart.strike_y) == (close == "41.5")


def test_a_right_without_a_close_has_no_picture_and_the_reason(cast):
    page = warrants.page(now())
    assert (page.charts, page.without) == (
        [],
        ["Palisade Magnetics: warrant, since no close in US dollars is on record"],
    )
    assert page.sentence == "1 right held or agreed; of none are both the close and the strike on record."


def test_the_desk_counts_what_is_in_the_money(cast):
    quote(cast, "2026-05-29", "41.5")
    page = warrants.page(now())
    assert page.sentence == "1 right held or agreed. Close and strike are known of 1: 1 in the money."
    answer = sign_in(cast.people["auditor"]).get("/warrants/", {"as_of": str(TODAY)})
    assert "17,250,000" in words(answer)  # 1,500,000 × (41.50 − 30)


def test_the_desk_calls_a_right_by_its_issuer_and_what_it_is(cast):
    answer = sign_in(cast.people["manager"]).get("/warrants/", {"as_of": str(TODAY)})
    address = f'href="/investments/palisade-warrant/?as_of={TODAY}"'
    assert f"<a {address}>Palisade Magnetics: warrant</a>" in answer.content.decode()
