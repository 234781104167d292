"""An officer's files and corrections, by keyboard alone on a phone of 320 pixels, each with its fields and presses."""

import csv
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.test_foreign_file_in_the_admin import MATCHED, TRACKER
from tests.journeys.test_twenty_rows import GOOD, GRANT, HEAD, LOAN, PARTS, WRONG

from .keyboard import Keyboard
from .watch import Watched

pytestmark = pytest.mark.browser
As = Callable[..., Watched]
SEND = "/admin/portfolio/import/add/"
OURS = {GRANT: "sli-doe-grant", LOAN: "lac-doe-loan", "palisade-doe-grnt": "sli-doe-grnt"}
"""The awards of the public record in the place of those of the cast."""

LIKE = "an entry like one on record"
COMMITTED = ["lac-doe-loan", "commitment", "2230000000", "2024-10-28", "", "by hand"]


def saved(folder: Path, rows: Iterable[list[str]]) -> Path:
    file = folder / "entries.csv"
    with file.open("w", newline="") as text:
        csv.writer(text).writerows([HEAD, *([OURS.get(cell, cell) for cell in row] for row in rows)])
    return file


def send(keys: Keyboard, kind: str, file: Path, why: str) -> None:
    """`kind`: a first word, for a blank that is typed slowly opens the list."""
    keys.fill("kind", kind)
    keys.choose_file("file", file)
    keys.fill("why", why)
    keys.press(words="Show what becomes of its rows")


def examine(watched: Watched) -> None:
    assert watched.violations() == []
    assert watched.sideways() <= 0


def test_a_file_of_twenty_rows_with_eight_kinds_of_mistake_is_clean_at_the_second_upload(
    as_role: As, tmp_path: Path
) -> None:
    watched = as_role("officer", width=320)
    page, keys = watched.page, Keyboard(watched.page)
    wrong = [COMMITTED if name == LIKE else row for name, (row, _) in WRONG.items()]
    watched.goto(SEND)
    send(keys, "Ledger", saved(tmp_path, [*GOOD, *wrong, *PARTS]), "Fees of the winter")
    expect(page.get_by_role("link", name="8 refused")).to_be_visible()
    expect(page.locator("table.causes tbody tr")).to_have_count(8)
    examine(watched)

    right = [[*COMMITTED[:4], "T000013", "by hand"] if name == LIKE else row for name, (_, row) in WRONG.items()]
    watched.goto(SEND)
    send(keys, "Ledger", saved(tmp_path, [*GOOD, *right, *PARTS]), "Fees of the winter")
    expect(page.get_by_role("link", name="19 new")).to_be_visible()
    expect(page.get_by_role("link", name="1 same")).to_be_visible()
    expect(page.get_by_role("link", name="refused")).to_have_count(0)
    expect(page.get_by_role("button", name="Propose exactly this")).to_be_visible()
    examine(watched)
    assert (keys.fields, keys.clicks) == (6, 2)


def test_a_trackers_export_in_foreign_words_is_brought_in_through_the_admin(as_role: As, tmp_path: Path) -> None:
    file = tmp_path / "tracker.csv"
    file.write_text(TRACKER.replace(LOAN, OURS[LOAN]))
    watched = as_role("officer", width=320)
    page, keys = watched.page, Keyboard(watched.page)
    watched.goto(SEND)
    send(keys, "Due", file, "of May")
    expect(page.get_by_text("The column Kredit is unknown.").first).to_be_visible()
    examine(watched)
    for name in ("column_0", "column_1", "column_2", "constants"):
        keys.fill(name, MATCHED[name])
    keys.tick("rest_left_out")
    for name in ("translations", "rows_left_out", "source"):
        keys.fill(name, MATCHED[name])
    keys.press(name="_match")
    expect(page.get_by_role("link", name="2 new")).to_be_visible()
    expect(page.get_by_role("link", name="1 left out")).to_be_visible()
    examine(watched)
    keys.press(name="_confirm")
    expect(page.get_by_text("Recorded as").first).to_be_visible()
    assert (keys.fields, keys.clicks) == (11, 3)


def test_a_proposal_that_came_back_is_corrected_in_one_field(as_role: As) -> None:
    watched = as_role("officer", width=320)
    page, keys = watched.page, Keyboard(watched.page)
    watched.goto("/admin/portfolio/investment/?q=sli-doe-grant")
    page.locator("#result_list tbody a").first.click()
    page.get_by_role("link", name="New ledger entry").click()
    page.locator("[name=kind]").select_option("fee")
    for field, text in (
        ("amount", "7,100"), ("effective_on", "2026-10-01"), ("new_publisher", "Gazette"),
        ("new_title", "Fee of October"), ("why", "the fee of October"),
    ):  # fmt: skip
        page.locator(f"[name={field}]").fill(text)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Another officer decides about it.")).to_be_visible()

    second = as_role("officer2", width=320)
    second.goto(page.url.removeprefix(watched.site))
    hers = Keyboard(second.page)
    second.page.locator("[name=field]").select_option(label="Amount")
    hers.fill("reason", "the invoice says 7,200")
    hers.press(words="Return with the reason")
    expect(second.page.get_by_text("the invoice says 7,200").first).to_be_visible()
    assert (hers.fields, hers.clicks) == (1, 1)

    page.reload()
    keys.press(words="Correct and propose again")
    expect(page.locator("[name=amount]")).to_have_value("7100")
    examine(watched)
    expect(page.locator("[name=amount]")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("7,200")
    keys.fields += 1
    keys.press(name="_save")
    expect(page.get_by_text("Another officer decides about it.")).to_be_visible()
    assert (keys.fields, keys.clicks) == (1, 2)
    second.goto(page.url.removeprefix(watched.site))
    hers.press(name="_approve")
    expect(second.page.get_by_text("it is on record now")).to_be_visible()
    examine(second)


def test_what_only_undoes_and_came_back_begins_at_its_reason(as_role: As) -> None:
    watched = as_role("officer", width=320)
    page, keys = watched.page, Keyboard(watched.page)
    watched.goto("/admin/portfolio/investment/?q=abtc-doe-grant")
    page.locator("#result_list tbody a").first.click()
    page.get_by_role("link", name="Retract").first.click()
    page.locator("[name=reason]").fill("of another award")
    page.locator("#content form [type=submit]").first.click()
    expect(page.get_by_text("Another officer decides about it.")).to_be_visible()
    second = as_role("officer2", width=320)
    second.goto(page.url.removeprefix(watched.site))
    second.page.locator("[name=field]").select_option(index=1)
    second.page.locator("[name=reason]").fill("it is of this award")
    second.page.get_by_role("button", name="Return with the reason").click()
    page.reload()
    keys.press(words="Correct and propose again")
    expect(page.locator("[name=reason]")).to_be_focused()


def test_a_price_file_with_a_title_and_without_a_company_is_brought_in(as_role: As, tmp_path: Path) -> None:
    file = tmp_path / "closes.csv"
    file.write_text(
        "MP Materials closes,,\nTrade date,Closing price,Volume\n10/13/2026,48.10,900\n14.10.2026,47.25,800\n"
    )
    watched = as_role("officer", width=320)
    page, keys = watched.page, Keyboard(watched.page)
    watched.goto(SEND)
    send(keys, "Security", file, "closes of October")
    expect(page.get_by_text("The column Trade date is unknown. Did you mean effective_on?").first).to_be_visible()
    expect(page.locator("[name=column_1]")).to_have_value("close")
    keys.fill("constants", "company mp, currency USD")
    keys.tick("rest_left_out")
    keys.press(name="_match")
    expect(page.get_by_role("link", name="2 new")).to_be_visible()
    expect(page.get_by_text('Above the headings, in row 2, stood: "MP Materials closes".').first).to_be_visible()
    examine(watched)
    keys.press(name="_confirm")
    expect(page.get_by_text("Recorded as").first).to_be_visible()
    assert (keys.fields, keys.clicks) == (5, 3)


def test_a_wide_file_of_prices_is_brought_in_and_one_cell_of_it_mended_in_its_place(
    as_role: As, tmp_path: Path
) -> None:
    file = tmp_path / "wide.csv"
    file.write_text("Date,MP,LAC\n2026-10-15,47.9,2.9O\n2026-10-16,48.3,2.95\nTotal,96.2,2.95\n")
    watched = as_role("officer", width=320)
    page, keys = watched.page, Keyboard(watched.page)
    watched.goto(SEND)
    send(keys, "Security", file, "closes of the week")
    expect(page.get_by_text("The column Date is unknown. Did you mean effective_on?").first).to_be_visible()
    for place, company in ((1, "mp"), (2, "lac")):
        keys.fill(f"column_{place}", "rows")
        keys.fill(f"says_{place}", f"company {company}")
    keys.fill("constants", "currency USD")
    keys.fill("rows_left_out", "Date: Total")
    keys.press(name="_match")
    expect(page.get_by_role("link", name="3 new")).to_be_visible()
    expect(page.get_by_role("link", name="1 refused")).to_be_visible()
    examine(watched)
    keys.reach(name="cell_close")
    page.keyboard.press("Control+a")
    page.keyboard.type("2.90")
    keys.press(name="_mend")
    expect(page.get_by_role("link", name="4 new")).to_be_visible()
    keys.press(name="_confirm")
    expect(page.get_by_text("Recorded as").first).to_be_visible()
    assert (keys.fields, keys.clicks) == (9, 4)
