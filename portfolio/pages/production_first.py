"""What belongs among the first sentences of a mineral's page: how much rests on estimates, and the narrowest stage."""

from collections.abc import Sequence

from portfolio.charts.chains import is_same, narrowest_words
from portfolio.reports.production.balances import BothBalances
from record.calculations.formatting import percent, three_digits

from .production_summary import SummaryLine


def rests_words(lines: Sequence[SummaryLine], *, by_facts: bool) -> str:
    """Which part of the one middle that is told rests on estimates; empty where none does, or several are told."""
    shares = [one.on_estimates for one in lines if one.home]
    share = shares[0] if len(shares) == 1 else None
    return "" if by_facts or not share else f"{percent(share, 0)} of the middle figure rests on estimates."


def stage_words(balances: Sequence[BothBalances], *, by_facts: bool) -> str:
    """The narrowest stage of each chain, a sentence each; empty where of no stage it is known."""
    told = []
    for one in balances:
        balance = one.facts if by_facts else one.leading
        carries = balance.result.final_output
        if not balance.result.narrowest or carries is None:
            continue
        known = " of those known" if balance.result.unknown else ""
        answer = ", by facts only," if by_facts else "" if is_same(one) else ", with estimates,"
        words = (
            f"narrowest stage{known}{answer} is {balance.binding}: it carries {three_digits(carries)} {one.final_unit}."
        )
        if len(balance.result.narrowest) > 1:
            told.append(f"{one.chain.title}: {narrowest_words(balance, one.final_unit)}.")
        else:
            told.append(f"{one.chain.title}: the {words}" if len(balances) > 1 else f"The {words}")
    return " ".join(told)
