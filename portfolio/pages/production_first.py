"""What belongs among the first sentences of a mineral's page: how much rests on estimates, and the narrowest stage."""

from collections.abc import Sequence
from decimal import Decimal

from portfolio.charts.chains import is_same, lone_stage, narrowest_words
from portfolio.reports.production.balances import Balance, BothBalances
from portfolio.reports.production.odds import SIX
from portfolio.reports.production.quoted_gains import part
from portfolio.reports.quoted import Quoted, Sentence
from record.calculations.formatting import rounded, three_digits

from .production_summary import SummaryLine

CHAINS = "supply-chain"


def rests_words(lines: Sequence[SummaryLine], *, by_facts: bool) -> Sentence:
    """Which part of the one middle that is told rests on estimates; empty where none does, or several are told."""
    told = [one for one in lines if one.home]
    if by_facts or len(told) != 1 or told[0].home is None or told[0].on_estimates is None:
        return ()
    row, share = told[0].home, told[0].on_estimates
    return (part(row, "estimated_share", share), " of the middle figure rests on estimates.") if share else ()


def stage_words(balances: Sequence[BothBalances], mineral: str, *, by_facts: bool) -> list[Sentence]:
    """The narrowest stage of each chain, a sentence each; none where of no stage it is known."""
    told: list[Sentence] = []
    for one in balances:
        balance = one.facts if by_facts else one.leading
        if not balance.result.narrowest or balance.result.final_output is None:
            continue
        known = " of those known" if balance.result.unknown else ""
        answer = ", by facts only," if by_facts else "" if is_same(one) else ", with estimates,"
        opens = f"{one.chain.title}: " if len(balances) > 1 else ""
        if len(balance.result.narrowest) > 1 or lone_stage(balance):
            told.append((f"{one.chain.title}: {narrowest_words(balance, one.final_unit)}.",))
        else:
            words = f"{'the' if opens else 'The'} narrowest stage{known}{answer} is {balance.binding}: it carries "
            told.append(
                (f"{opens}{words}", carried(balance, mineral, by_facts=balance is one.facts), f" {one.final_unit}.")
            )
    return told


def carried(balance: Balance, mineral: str, *, by_facts: bool) -> Quoted:
    """What a chain carries of its final product, with its cell of the report of chains."""
    amount = balance.result.final_output or Decimal(0)
    column = f"final_output_{'facts' if by_facts else 'estimated'}"
    rows = {"mineral": mineral, "year": str(balance.year)}
    return Quoted(three_digits(amount), f"{rounded(amount, SIX)}", CHAINS, column, rows)
