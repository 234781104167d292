"""What is at risk, and what is given, by agency: a bar for each, its parts by form of money."""

from collections.abc import Callable, Iterable
from decimal import Decimal

from portfolio.calculations.money_form import MoneyForm, form_of
from portfolio.positions.investments import InvestmentAt
from portfolio.reports.columns import EXPOSURE
from record.calculations.as_of import AsOf

from .stacks import StackGroup, counted, dollars, group, in_words, stacks

ZERO = Decimal(0)


Amount = Callable[[InvestmentAt], Decimal | None]


def at_risk(lines: Iterable[InvestmentAt], at: AsOf) -> StackGroup | None:
    """The agencies, the most at risk first, those of which nothing is known last; None where nothing is known."""
    return _by_agency(lines, at, EXPOSURE.known, "At risk", "Exposure in US dollars: outstanding plus undisbursed")


def who_gives(lines: Iterable[InvestmentAt], at: AsOf) -> StackGroup | None:
    """The same of what is committed, and of the face of loans and guarantees, of awards that are money."""
    money = [line for line in lines if line.is_money]
    return _by_agency(money, at, given, "Who gives, in what form",
                      "US dollars committed, and the face of loans and guarantees")  # fmt: skip


def given(line: InvestmentAt) -> Decimal | None:
    """What an award sets aside in USD, of a loan or guarantee its face."""
    return line.face_value if line.instrument.family.is_lending else line.committed


def _by_agency(lines: Iterable[InvestmentAt], at: AsOf, amount_of: Amount, title: str, what: str) -> StackGroup | None:
    names: dict[str, str] = {}
    sums: dict[str, dict[MoneyForm, Decimal]] = {}
    known: dict[str, int] = {}
    awards: dict[str, int] = {}
    for line in lines:
        code, amount = line.agency.code, amount_of(line)
        names[code] = line.agency.name
        awards[code] = awards.get(code, 0) + 1
        own = sums.setdefault(code, {})
        if amount is not None:
            known[code] = known.get(code, 0) + 1
            form = form_of(line.instrument.family)
            own[form] = own.get(form, ZERO) + amount
    if not known:
        return None
    whole = {code: sum(own.values(), ZERO) for code, own in sums.items()}
    order = sorted(sums, key=lambda code: (code not in known, -whole[code], code))

    def text(code: str) -> str:
        if code not in known:
            return counted(0, awards[code])
        whole_of = "" if known[code] == awards[code] else f"; {counted(known[code], awards[code])}"
        return f"{in_words(sums[code])}{whole_of}"

    every, of = sum(known.values()), sum(awards.values())
    least = "At least " if every < of else ""
    total = dollars(sum(whole.values(), ZERO))
    most = f"{names[order[0]]}, {dollars(whole[order[0]])}"
    picture = stacks(
        f"{title}: most at {most} of {total} on {at.as_of}, {counted(every, of)}",
        f"{least}{total} in all, {counted(every, of)}.",
        [(names[code], text(code), sums[code]) for code in order],
    )
    forms = [form for form in MoneyForm if any(own.get(form) for own in sums.values())]
    return group([picture], forms, f"{what}, by the ledger.")
