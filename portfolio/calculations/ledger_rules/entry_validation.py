"""What is wrong with an entry taken by itself, before any balance is asked."""

from datetime import date
from decimal import Decimal

from portfolio.calculations.entries import Entry
from portfolio.calculations.kinds import Instrument, Kind, Need, kinds_for
from portfolio.calculations.ledger_rules.messages import Refusal, one, shares
from record.calculations.formatting import dollars

FIGURES = {"amount": "amount in USD", "shares": "number of shares", "shares_received": "number of shares received"}
# Shares that an issuer pays back in dollars, without a word on how many: see `balance`.
REDEEMED = {Instrument.CONVERTIBLE_PREFERRED, Instrument.PREFERRED_EQUITY}
OPPOSITE = {
    Kind.COMMITMENT: Kind.DECOMMITMENT,
    Kind.DECOMMITMENT: Kind.COMMITMENT,
    Kind.OBLIGATION: Kind.DEOBLIGATION,
    Kind.DEOBLIGATION: Kind.OBLIGATION,
    Kind.DISBURSEMENT: Kind.RECOVERY,
    Kind.GUARANTEED_DRAW: Kind.GUARANTEED_REPAYMENT,
}


def entry_problem(entry: Entry, *, instrument: Instrument, today: date) -> Refusal | None:
    """Why the entry cannot stand on this instrument's ledger whatever else is on it, or None."""
    kind, kinds = entry.kind, kinds_for(instrument)
    if kind not in kinds:
        may = ", ".join(_name(other) for other in Kind if other in kinds)
        return Refusal(f"The ledger of {one(_name(instrument))} has no {_name(kind)}. Choose one of: {may}.", "kind")
    if refusal := day_problem(entry.on, today=today):
        return refusal
    if kind is Kind.REVERSAL:
        if entry.reverses:
            return None
        return Refusal("A reversal names the entry that it undoes. Choose that entry.", "reverses")
    if entry.reverses:
        return Refusal(
            f"Only a reversal undoes {entry.reverses}. Choose the kind reversal, or leave that reference out.", "kind"
        )
    return _figures_problem(entry, instrument)


def day_problem(on: date, *, today: date) -> Refusal | None:
    """Why no entry is of that day, or None."""
    if on <= today:
        return None
    return Refusal(f"{on} is after today, {today}. Record the entry when its day has come.", "on")


def reversal_problem(entry: Entry, target: Entry | None, *, is_undone: bool) -> Refusal | None:
    """Why a reversal cannot undo the entry that it names (None: not on the book), or None."""
    named = entry.reverses
    if target is None:
        return Refusal(f"There is no entry {named} on this ledger to be reversed. Choose one that is.", "reverses")
    if target.kind is Kind.REVERSAL:
        return Refusal(
            f"{named} is itself a reversal and is not reversed. Record the entry that it undid once more.", "reverses"
        )
    if is_undone:
        return Refusal(f"{named} has already been reversed. Record a new entry instead.", "reverses")
    if entry.on != target.on:
        return Refusal(
            f"A reversal counts from the day of the entry it undoes: {target.on}, not {entry.on}. Use {target.on}.",
            "on",
        )
    for name, words in FIGURES.items():
        given, was = getattr(entry, name), getattr(target, name)
        if given is not None and given != was:
            show = dollars if name == "amount" else shares
            stood = "none" if was is None else show(was)
            return Refusal(
                f"A reversal undoes all of {named}: its {words} is {stood}, not {show(given)}. Leave it blank.", name
            )
    return None


def _figures_problem(entry: Entry, instrument: Instrument) -> Refusal | None:
    kind = entry.kind
    for name, words in FIGURES.items():
        value, need = getattr(entry, name), getattr(kind, name)
        show = dollars if name == "amount" else shares
        if value is None:
            if need is Need.REQUIRED:
                return Refusal(f"{one(_name(kind)).capitalize()} needs {one(words)}. Give it.", name)
            continue
        if need is Need.NONE or (name != "amount" and not instrument.family.holds_shares):
            return Refusal(
                f"{one(_name(kind)).capitalize()} of {one(_name(instrument))} has no {words}. "
                f"Leave out the {show(value)}.",
                name,
            )
        if refusal := sign_problem(kind, name, value):
            return refusal
    is_counted = entry.shares is not None or entry.shares_received is not None
    if kind is Kind.SALE and not is_counted and instrument not in REDEEMED:
        return Refusal("A sale needs the number of shares sold. Give it.", "shares")
    return None


def sign_problem(kind: Kind | None, name: str, value: Decimal) -> Refusal | None:
    """Why no entry has that figure, whatever its instrument, or None."""
    words, show = FIGURES[name], dollars if name == "amount" else shares
    if not value.is_finite():
        return Refusal(f"{value} is no {words}. Give a number.", name)
    if value > 0:
        return None
    opposite = OPPOSITE.get(kind) if kind and name == "amount" else None
    step = f"For the opposite, record {one(_name(opposite))}." if opposite and value < 0 else "Give a positive one."
    return Refusal(f"The {words} is {show(value)}, and the kind carries the direction. {step}", name)


def own_problems(entry: Entry, *, today: date) -> list[Refusal]:
    """What is wrong with the day and the signs of an entry: all of it."""
    found = [day_problem(entry.on, today=today)] if entry.kind is not Kind.REVERSAL else []
    found += [sign_problem(entry.kind, name, value) for name in FIGURES if (value := getattr(entry, name)) is not None]
    return [one for one in found if one is not None]


def _name(member: Kind | Instrument) -> str:
    return member.value.replace("_", " ")
