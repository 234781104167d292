"""What versions of terms say together: a share goes back to its first statement, a conversion to its own price."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from portfolio.calculations.position import Conversion, carried_on
from portfolio.models import CorporateAction, SecurityPrice, Terms
from portfolio.positions.filters import Filters
from portfolio.positions.holdings import Part, holdings_at
from portfolio.positions.quotes import stated_basis
from portfolio.positions.stakes import Stake, stakes_at
from portfolio.positions.values import Valued, values_at
from portfolio.services import corporate_actions, investments
from record.services import facts, sources
from tests.cast import TODAY, Cast, day, now, writing

KEPT = ("confidence", "shares", "original_price", "conversion_price", "stated_stake_share", "closed_on")
EVE, SPLIT_ON = date(2026, 3, 1), date(2026, 3, 2)


def amend(cast: Cast, on: str, source: str, **changed) -> None:
    """The preferred shares' next version of terms, by a source of its own."""
    terms = Terms.objects.filter(investment=cast.investments["palisade-preferred"]).latest("pk")
    with writing() as recording:
        sources.add_source(recording=recording, slug=source, publisher="Palisade", title="Terms amended")
        fact = Terms(investment=terms.investment, effective_on=day(on), citation=sources.cite([source]),
                     **{name: getattr(terms, name) for name in KEPT} | changed)  # fmt: skip
        investments.record(fact, recording=recording)


def stake(on: date = TODAY) -> Stake:
    (found,) = stakes_at(now(on), Filters(company="palisade"))
    return found


def preferred(on: date) -> tuple[Part, Valued]:
    (part,) = [one for one in holdings_at(now(on)) if one.line.slug == "palisade-preferred"]
    (valued,) = [one for one in values_at(now(on)) if one.line.slug == "palisade-preferred"]
    return part, valued


def split(cast: Cast) -> None:
    """One share for ten; a close of 47.26 before it is one of 472.60 after it."""
    palisade = cast.companies["palisade"]
    with writing() as recording:
        close = SecurityPrice(company=palisade, close=Decimal("47.26"), currency="USD", citation=cast.citation,
                              effective_on=day("2026-02-27"))  # fmt: skip
        facts.record_by_service(close, recording=recording, today=TODAY)
    action = CorporateAction(company=palisade, kind="reverse_split", new_shares=Decimal(1), old_shares=Decimal(10),
                             effective_on=day(str(SPLIT_ON)), citation=cast.citation)  # fmt: skip
    with writing() as recording:
        corporate_actions.record(action, recording=recording, today=TODAY)


def test_a_share_that_later_terms_go_on_with_cites_its_first_statement(cast: Cast):
    first = stated_basis(stake())
    assert first.endswith(" (cast1)")
    amend(cast, "2026-05-01", "amendment")
    assert stake().first.terms.citation.text == "amendment"
    assert stated_basis(stake()) == first


def test_a_share_that_later_terms_state_anew_cites_these(cast: Cast):
    amend(cast, "2026-05-01", "amendment", stated_stake_share=Decimal("0.16"))
    amend(cast, "2026-06-01", "amendment-2")
    assert stated_basis(stake()) == "as stated on 2026-05-01 (amendment)"


def test_a_reverse_split_changes_no_value_of_shares_that_convert(cast: Cast):
    """60,000 × 1,000 ÷ 30.03 are 1,998,001 whole shares; of one to ten 199,800.1, at ten times the close."""
    amend(cast, "2025-12-01", "priced", conversion_price=Decimal("30.03"))
    split(cast)
    (before, value), (after, then) = preferred(EVE), preferred(SPLIT_ON)
    assert (before.as_converted, after.as_converted) == (1_998_001, Decimal("199800.1"))
    assert after.line.terms.conversion_price == Decimal("300.3")
    assert value.value == then.value == Decimal("94425527.26")  # 1,998,001 × 47.26


def test_terms_amended_after_a_split_at_its_price_still_count_by_the_price_agreed(cast: Cast):
    amend(cast, "2025-12-01", "priced", conversion_price=Decimal("30.03"))
    split(cast)
    amend(cast, "2026-04-01", "other-words")
    assert preferred(TODAY)[0].as_converted == Decimal("199800.1")
    amend(cast, "2026-05-01", "repriced", conversion_price=Decimal("290.07"))  # 60,000,000 ÷ 290.07 = 206,846.6…
    assert preferred(TODAY)[0].as_converted == 206_846


def test_mp_carries_13_320_013_through_a_split_of_one_to_ten():
    agreed, ten = Conversion(Decimal("30.03"), Fraction(1)), Fraction(1, 10)
    after = carried_on(agreed, agreed.price, Decimal("300.30"), ten)
    assert after.of(Decimal(400_000), Decimal(1000)) == Decimal("1332001.3")
    assert Decimal("1332001.3") * Decimal("472.60") == 13_320_013 * Decimal("47.26")
