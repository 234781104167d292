"""What a split, a conversion or an exercise says that the terms do not: the numbers, and where the line is."""

from datetime import date
from decimal import Decimal

from portfolio.calculations.kinds import Kind
from portfolio.calculations.ledger_rules.plausibility import unexplained
from tests.portfolio.calculations.ledger_entries import entry

SPLIT = entry(Kind.SPLIT, shares=100, received=1_000)
ORIGINAL, CONVERSION = Decimal(30), Decimal("1.5")  # 100 preferred convert into 2,000


def converted(received):
    return entry(Kind.CONVERSION, shares=100, received=received)


def exercised(amount, received=50):
    return entry(Kind.EXERCISE, amount, shares=100, received=received)


def test_a_split_of_one_holding_alone_names_the_others_by_name():
    assert unexplained(SPLIT, sisters={"zeta-warrants", "alpha-common"}) == (
        "This would split 100 shares into 1,000 on one award alone, while alpha-common, zeta-warrants of the same "
        "issuer would stay as they are. A split is of the whole company: record it for each of its holdings."
    )
    assert unexplained(SPLIT) is None
    assert unexplained(entry(Kind.SALE, 5, shares=100), sisters={"alpha-common"}) is None


def test_a_conversion_is_off_the_ratio_by_more_than_one_share():
    terms = {"original_price": ORIGINAL, "conversion_price": CONVERSION}
    assert [unexplained(converted(number), **terms) for number in (1_999, 2_000, 2_001)] == [None, None, None]
    assert unexplained(converted("2001.5"), **terms) == (
        "This would convert 100 shares into 2,001.5. By the terms, $30.00 a share at $1.50, they convert into 2,000."
    )
    assert unexplained(converted(1_998), **terms)


def test_a_conversion_asks_nothing_where_the_terms_state_no_price():
    assert unexplained(converted(5), original_price=ORIGINAL) is None
    assert unexplained(converted(5), conversion_price=CONVERSION) is None


def test_an_exercise_is_off_the_strike_from_a_cent():
    strike = {"strike": Decimal("1.50")}
    assert unexplained(exercised("150.00"), **strike) is None
    assert unexplained(exercised("150.009"), **strike) is None
    assert unexplained(exercised("149.99"), **strike) == (
        "This would exercise 100 rights for $149.99. At the strike of $1.50 they cost $150.00."
    )
    assert unexplained(exercised(5)) is None


def test_a_net_exercise_gives_fewer_shares_than_rights():
    """Without cash some of the rights pay for the others; where the strike is nought, none has to."""
    strike = {"strike": Decimal("1.50")}
    assert unexplained(exercised(None, received=99), **strike) is None
    assert unexplained(exercised(None, received=100), **strike) == (
        "This would exercise 100 rights into 100 shares without cash. At the strike of $1.50 they cost $150.00; "
        "without cash fewer shares come than rights go."
    )
    assert unexplained(exercised(None, received=100), strike=Decimal(0)) is None
    assert unexplained(exercised(None, received=101), strike=Decimal(0)) == (
        "This would exercise 100 rights into more shares than that, 101."
    )
    assert unexplained(exercised("150.00", received=101), **strike)


def test_a_strike_of_nought_is_a_strike():
    assert unexplained(exercised("0.01"), strike=Decimal(0)) == (
        "This would exercise 100 rights for $0.01. At the strike of $0.00 they cost $0.00."
    )


def test_rights_are_exercised_until_their_last_day():
    used, day = exercised(3_000, received=100), date(2026, 1, 1)
    assert unexplained(used, strike=Decimal(30), last_day=day) is None
    assert unexplained(used, last_day=date(2025, 12, 31)) == (
        "This would exercise 100 rights on 2026-01-01, after their last day, 2025-12-31: rights that expired bring no "
        "share."
    )
    assert unexplained(converted(2_000), last_day=date(2025, 12, 31)) is None


def test_a_net_exercise_at_or_below_the_strike_brings_nothing():
    told = (
        "This would exercise 100 rights into 50 shares without cash. At the close of $30.00 against a strike of $30.00 "
        "they are worth nothing, and bring no share."
    )
    assert unexplained(exercised(None), strike=Decimal(30), close=Decimal(30)) == told
    assert unexplained(exercised(None), strike=Decimal(30), close=Decimal("30.01")) is None
    assert unexplained(exercised(3_000), strike=Decimal(30), close=Decimal(30)) is None
