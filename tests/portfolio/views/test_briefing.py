"""The briefing's sentences and tiles: each figure is what the CSV of its report has, and moves with one entry."""

import csv
import html
import io
import re
from collections.abc import Callable
from decimal import Decimal
from urllib.parse import parse_qsl, urlencode

import pytest

from portfolio.calculations.kinds import Kind
from portfolio.models import SecurityPrice
from record.services import facts
from tests.cast import Cast, day, entry, record_entries, writing

from .conftest import Opened

pytestmark = pytest.mark.long

Open = Callable[..., Opened]
LINK = re.compile(
    r'<a class="quoted" href="([^"]*)" data-report="([^"]*)" data-column="([^"]*)" data-filter="([^"]*)"'
    r' data-value="([^"]*)" title="[^"]*">([^<]*)</a>'
)
ASKED = "as_of=2026-06-30"


def sentences(page: Opened) -> list[str]:
    return [html.unescape(re.sub(r"<[^>]+>", "", one)) for one in re.findall(r'<p class="lead">(.*?)</p>', page.text)]


def tile(page: Opened, label: str) -> tuple[str, str]:
    """The figure and what is known of it, under a label."""
    found = re.search(
        rf'<p class="tile__label">{label}</p><p class="tile__figure">(.*?)</p><p class="tile__known">(.*?)</p>',
        page.text,
    )
    assert found
    figure, known = (html.unescape(re.sub(r"<[^>]+>", "", one)) for one in found.groups())
    return figure, known


def rows(open_page: Open, report: str, **asked: str) -> list[dict[str, str]]:
    text = b"".join(open_page(f"/reports/{report}.csv?{ASKED}&{urlencode(asked)}").response).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_what_is_committed_is_said_with_the_award_above_a_quarter_of_what_is_lent(open_page: Open) -> None:
    said = sentences(open_page(f"/?{ASKED}"))
    assert said[0] == (
        "On sources up to 2025-08-01. "
        "As of 2026-06-30 the United States has committed $70M in 3 awards and agreed to lend or guarantee $100M in"
        " 1 loan; $100M of it is the direct loan to Saltwash Lithium, closed."
    )


def test_each_figure_of_dollars_is_the_sum_of_its_column_in_the_csv(open_page: Open) -> None:
    page = open_page(f"/?{ASKED}")
    checked = set()
    for _, report, column, narrowed, exact, _ in LINK.findall(page.text):
        if report == "exposure" and column:
            asked = dict(parse_qsl(html.unescape(narrowed)))
            cells = [row[column] for row in rows(open_page, report, **asked)]
            assert sum(Decimal(cell) for cell in cells if cell) == Decimal(exact), column
            checked.add(column)
    assert checked == {"committed_usd", "face_value_usd", "obligated_usd", "disbursed_usd", "exposure_usd"}


def test_a_payment_moves_the_sentence_and_the_tile_by_what_was_paid(cast: Cast, open_page: Open) -> None:
    before = Decimal(figure(open_page(f"/?{ASKED}"), "disbursed_usd"))
    record_entries([entry(cast.investments["saltwash-doe-loan"], Kind.DISBURSEMENT, "2026-05-04", "5000000")])
    after = open_page(f"/?{ASKED}")
    assert Decimal(figure(after, "disbursed_usd")) == before + 5_000_000
    assert tile(after, "Paid")[0].startswith(f"${(before + 5_000_000) / 1_000_000:.3g}M")


def figure(page: Opened, column: str) -> str:
    return next(exact for _, _, name, _, exact, _ in LINK.findall(page.text) if name == column)


def test_the_largest_listed_holding_is_named_with_its_close(cast: Cast, open_page: Open) -> None:
    """2,000,000 shares on conversion at 42 are 84 million; 1,500,000 rights at a strike of 30 gain 18 million."""
    assert sentences(open_page(f"/?{ASKED}"))[-1] == "No listed holding has both a cost and a close on record."
    with writing() as recording:
        close = SecurityPrice(
            company=cast.companies["palisade"], close=Decimal(42), currency="USD", effective_on=day("2026-06-26")
        )
        facts.record(close, recording=recording)
    page = open_page(f"/?{ASKED}")
    said = sentences(page)[-1]
    assert "Palisade" in said
    assert "was bought together with its warrants for $60M; it was worth $84M at the close of 2026-06-26" in said
    assert "its warrants there would gain $18M if exercised." in said
    assert tile(page, "Listed holdings")[0] == "cost $60M, worth $102M"
    (package,) = [row for row in rows(open_page, "valuations") if row["package_line"] == "package"]
    assert (package["cost_usd"], package["value_usd"]) == ("60000000.00", "102000000.00")


def test_nothing_paid_is_said_in_words_and_not_as_zero(cast: Cast, open_page: Open) -> None:
    page = open_page("/?as_of=2024-01-01")
    assert sentences(page)[0] == "As of 2024-01-01 no award is committed on this record."
    assert tile(page, "Paid")[0] == "not published"
    assert ">unknown<" not in page.text.split('class="tiles"')[1].split("</ul>")[0]


def test_late_and_decisions_link_to_their_rows(open_page: Open) -> None:
    page = open_page(f"/?{ASKED}")
    assert re.fullmatch(r"\d+ of \d+ milestones", tile(page, "Late")[0])
    assert re.fullmatch(r"\d+ within 30 days", tile(page, "Decisions due")[0])
    due = rows(open_page, "decisions-due")
    soon = [row for row in due if row["decision_due_on"] <= "2026-07-30"]
    assert tile(page, "Decisions due")[0] == f"{len(soon)} within 30 days"


def test_each_figure_leads_to_a_page_that_opens(open_page: Open) -> None:
    links = {html.unescape(address) for address, *_ in LINK.findall(open_page(f"/?{ASKED}").text)}
    assert len(links) >= 4
    assert {address: open_page(address).status for address in links} == dict.fromkeys(links, 200)


def change_of(page: Opened, label: str) -> str:
    """What a tile gained or lost, and since when."""
    found = re.search(rf'tile__label">{label}</p>.*?</li>', page.text, re.DOTALL)
    assert found
    told = re.search(r'<p class="tile__change">(.*?)</p>', found[0])
    return html.unescape(re.sub(r"<[^>]+>", "", told[1])) if told else ""


def test_each_tile_says_by_how_much_it_moved_in_thirty_days_where_nothing_was_kept(cast: Cast, open_page: Open) -> None:
    assert change_of(open_page(f"/?{ASKED}"), "Paid") == "no change since 2026-05-31"
    record_entries([entry(cast.investments["saltwash-doe-loan"], Kind.DISBURSEMENT, "2026-06-04", "5000000")])
    page = open_page(f"/?{ASKED}")
    assert change_of(page, "Paid") == "+$5M since 2026-05-31"
    assert change_of(page, "At risk") == "no change since 2026-05-31"
    assert change_of(page, "Decisions due") == ""


def test_a_tile_without_a_figure_tells_no_change(open_page: Open) -> None:
    assert change_of(open_page("/?as_of=2024-01-01"), "Paid") == ""
