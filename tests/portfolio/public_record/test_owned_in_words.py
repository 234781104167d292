"""What a page says that an agency owns: it holds what is held, and would hold the rest, each share with its basis."""

import re

import pytest

from portfolio.pages.company_answer import all_owned, owned
from portfolio.positions.filters import Filters
from portfolio.positions.holdings import Holding
from portfolio.positions.quotes import is_held_outright
from portfolio.positions.stakes import Measure, stakes_at
from portfolio.reports import stakes
from record.calculations.formatting import percent

WAR = "Department of War (Department of Defense)"
HOLDS_A_SHARE = re.compile(r"\bholds [\d.]+%")


@pytest.fixture
def october(editions, at):
    return at("2026-10-08")


def said(at, company):
    return all_owned(stakes_at(at, Filters(company=company)))


def test_of_rights_alone_nothing_is_held(october):
    """18,268,687 over 303,490,000 + 32,500,000 shares are 5.437%; the 5% as stated stand beside, with their day."""
    (sentence,) = said(october, "lac")
    assert sentence.startswith(
        "Department of Energy holds no common shares of Lithium Americas Corp.; "
        "it would hold 5.437% if its rights are exercised: "
        "as converted and exercised, over 335,990,000 shares outstanding before them, 303,490,000 counted on 2026-02-19"
    )
    assert sentence.endswith(" 5% as stated on 2025-09-30 (lac5;lac6;lac7).")


def test_of_preferred_shares_and_rights_both_are_named(october):
    assert said(october, "mp")[0].startswith(
        f"{WAR} holds no common shares of MP Materials Corp.; it would hold 13.846% if its preferred shares are "
        "converted and its rights exercised: as converted and exercised, over 177,100,000 shares"
    )


def test_common_shares_are_held_and_stand_before_what_is_only_agreed(october):
    first, second = said(october, "tmq")[:2]
    assert first.startswith(f"{WAR} holds 9.089% of the shares of Trilogy Metals Inc.: basic, over 180,775,570 shares")
    assert second.startswith(f"{WAR} has agreed to take, and does not hold yet, ")


def test_no_sentence_says_that_a_share_is_held_of_which_nothing_is(october):
    for stake in stakes_at(october):
        is_held = stake.holding is Holding.HELD and (
            bool(stake.common) or (stake.quoted is Measure.STATED and is_held_outright(stake))
        )
        assert bool(HOLDS_A_SHARE.search(owned(stake))) <= is_held, stake.key


def test_a_page_says_the_share_that_the_report_quotes(october):
    """Whatever is quoted stands in the sentence to the last digit that the page shows of the column."""
    column = next(one for one in stakes.COLUMNS if one.name == "share_to_quote")
    for line in stakes.answer(october, Filters()).lines:
        if line.kind == "stake" and (share := column.known(line)):
            assert percent(share) in owned(line.stake), line.stake.key
