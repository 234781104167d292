"""How a broken limit is said: with the numbers and the next step."""

from decimal import Decimal
from typing import Self

from portfolio.calculations.entries import Entry
from portfolio.calculations.kinds import Kind
from portfolio.calculations.ledger_rules.limits import Violation
from record.calculations.formatting import dollars


def one(noun: str) -> str:
    """A noun with its article, as in: a grant, an obligation."""
    return f"{'an' if noun[:1] in 'aeio' else 'a'} {noun}"


IN_SHARES = {"shares", "shares_received", "split"}
RELEASE = "At most {before} can be released."
REPLACE = "Record what takes its place first, then reverse this entry."
CORRECT = "Others rest on {corrects}: correct them first, or give figures that they can stand on."
TAKE_BACK = "Reverse what rests on it first."
FEWER = "Give at most {before}, or record the shares received first."

# Room -> what the change would do: `None` for any kind that is not named.
SENTENCES: dict[str, dict[Kind | None, tuple[str, str]]] = {
    "obligated": {
        Kind.OBLIGATION: (
            "This would obligate {taken} against a commitment of {limit}{when}.",
            "Record a further commitment first.",
        ),
        None: ("This would leave a commitment of {limit} against {taken} obligated{when}.", RELEASE),
    },
    "disbursed": {
        Kind.DEOBLIGATION: ("This would leave an obligation of {limit} against {taken} disbursed{when}.", RELEASE),
        Kind.REVERSAL: ("This would leave an obligation of {limit} against {taken} disbursed{when}.", REPLACE),
        None: (
            "This would disburse {taken} against an obligation of {limit}{when}.",
            "Record a further obligation first.",
        ),
    },
    "paid_again": {
        Kind.RECOVERY: (
            "This would leave {taken} paid and not to be paid again against an obligation of {limit}{when}.",
            TAKE_BACK,
        ),
        Kind.REVERSAL: (
            "This would leave {taken} paid and not to be paid again against an obligation of {limit}{when}.",
            REPLACE,
        ),
        None: (
            "This would disburse {taken} against an obligation of {limit}{when}; late refunds went to the Treasury.",
            "Record a further obligation first.",
        ),
    },
    "refunded": {
        Kind.RECOVERY: (
            "This would refund {taken} against {limit} disbursed{when}.",
            "Record the payment first, or enter at most {before}; the rest is a fee.",
        ),
        None: ("This would leave {limit} disbursed against {taken} refunded{when}.", TAKE_BACK),
    },
    "subsidy": {None: ("This would leave {limit} of subsidy cost obligated{when}.", RELEASE)},
    "drawn": {
        Kind.DISBURSEMENT: (
            "This would draw {taken} against a commitment of {limit}{when}.",
            "Record a further commitment first.",
        ),
        None: ("This would leave a commitment of {limit} against {taken} drawn{when}.", RELEASE),
    },
    "covered": {
        Kind.DECOMMITMENT: ("This would leave a commitment of {limit} against {taken} covered{when}.", RELEASE),
        Kind.REVERSAL: ("This would leave a commitment of {limit} against {taken} covered{when}.", REPLACE),
        None: (
            "This would bring what is drawn and covered to {taken} against a commitment of {limit}{when}.",
            "Record a further commitment, or a smaller covered share, first.",
        ),
    },
    "principal": {
        None: (
            "This would draw {taken} against a principal of {limit}{when}.",
            "Record terms with a larger principal first.",
        ),
    },
    "outstanding": {
        Kind.REPAYMENT: (
            "This would repay {amount} against {before} outstanding{when}.",
            "Record the draw that it repays, or enter at most {before}; the rest is interest, a fee or a recovery.",
        ),
        Kind.WRITE_OFF: (
            "This would write off {amount} against {before} outstanding{when}.",
            "Enter at most {before}.",
        ),
        None: ("This would leave {left} outstanding{when}.", TAKE_BACK),
    },
    "guaranteed": {
        Kind.GUARANTEED_REPAYMENT: (
            "This would repay {amount} against {before} of guaranteed principal outstanding{when}.",
            "Record the guaranteed draw first.",
        ),
        None: ("This would leave {left} of guaranteed principal outstanding{when}.", TAKE_BACK),
    },
    "claims": {
        Kind.CLAIM_PAID: (
            "This would pay claims of {taken} against {limit} guaranteed and covered{when}.",
            "Record the guaranteed draw first.",
        ),
        None: (
            "This would leave {limit} guaranteed and covered against claims of {taken} paid{when}.",
            "Record what the borrower pays after a claim as a recovery.",
        ),
    },
    "claims_written_off": {
        Kind.WRITE_OFF: (
            "This would write off {taken} against claims of {limit} paid{when}.",
            "Record the claim paid first.",
        ),
        None: ("This would leave claims of {limit} paid against {taken} written off{when}.", TAKE_BACK),
    },
    "interest_day": {
        Kind.CAPITALISED_INTEREST: (
            "This would capitalise {taken} against {limit} outstanding on that day{when}.",
            "Record the draw that bears the interest first, or give the day on which it was added.",
        ),
        None: ("This would leave {taken} of interest capitalised against {limit} outstanding{when}.", TAKE_BACK),
    },
    "interest_year": {
        Kind.CAPITALISED_INTEREST: (
            "This would capitalise {taken} in 365 days to {on} against {limit} outstanding before or drawn since.",
            "Check the amount and the day; a draw or a fee is an entry of its own.",
        ),
        None: (
            "This would leave {taken} capitalised in 365 days to {on} against {limit} outstanding or drawn.",
            TAKE_BACK,
        ),
    },
    "redeemed": {
        Kind.SALE: (
            "This would redeem shares for {amount}, and none is held{when}.",
            "Record the purchase first; of shares received in a conversion, give the number sold.",
        ),
        None: ("This would leave shares redeemed for {taken} that are not held{when}.", TAKE_BACK),
    },
    "cost": {
        Kind.WRITE_OFF: (
            "This would write off {amount} against {before} outstanding{when}.",
            "Enter at most {before}.",
        ),
        Kind.TRANSFER_OUT: (
            "This would carry over a cost of {amount} against {before} outstanding{when}.",
            "Enter at most {before}.",
        ),
        None: ("This would leave {left} outstanding{when}.", TAKE_BACK),
    },
    "shares": {
        Kind.SALE: ("This would sell {given} shares against {before} held{when}.", FEWER),
        Kind.EXERCISE: ("This would exercise {shares} rights against {before} held{when}.", FEWER),
        Kind.CONVERSION: ("This would convert {shares} shares against {before} held{when}.", FEWER),
        Kind.TRANSFER_OUT: ("This would transfer {shares} shares against {before} held{when}.", FEWER),
        Kind.LAPSE: ("This would let {shares} rights lapse against {before} held{when}.", FEWER),
        None: ("This would leave {left} shares held{when}.", TAKE_BACK),
    },
    "shares_received": {
        Kind.SALE: (
            "This would sell {shares_received} shares received against {before} held{when}.",
            "Give at most {before}, or record the exercise or conversion first.",
        ),
        None: ("This would leave {left} of the shares received held{when}.", TAKE_BACK),
    },
    "split": {
        Kind.SPLIT: (
            "This would split {taken} shares against {limit} held when the day began{when}.",
            "Give at most {limit}: what comes on the day of a split is of the new basis.",
        ),
        None: ("This would leave {limit} shares held to be split as {taken}{when}.", TAKE_BACK),
    },
}


class Refusal(str):
    """Why an entry is not taken, and `field`, the part of the entry that a person would look at to mend it."""

    __slots__ = ("field",)
    field: str

    def __new__(cls, sentence: str, field: str) -> Self:
        told = super().__new__(cls, sentence)
        told.field = field
        return told


def sentence(violation: Violation, entry: Entry, *, corrects: str = "") -> Refusal:
    """What the entry would do, in USD or shares, and what to do instead; the day where it is not the entry's own.

    `corrects` is the reference of the entry whose place it takes.

    Raises KeyError for a limit without a sentence, and ValueError for a kind that the ledger does not know.
    """
    stated = SENTENCES[violation.limit]
    if entry.kind not in set(Kind):
        raise ValueError(f"{entry.kind} is no kind of entry that the ledger knows.")
    what, step = stated.get(entry.kind, stated[None])
    if entry.kind is Kind.REVERSAL and step == RELEASE:
        step = REPLACE
    if corrects and step in (RELEASE, TAKE_BACK):
        step = CORRECT
    count = shares if violation.limit in IN_SHARES else dollars
    figures = {
        "taken": count(violation.changed.taken),
        "limit": count(violation.changed.bound),
        "left": count(violation.changed.left),
        "before": count(max(violation.without.left, Decimal(0))),
        "amount": dollars(entry.amount or Decimal(0)),
        "shares": shares(entry.shares or Decimal(0)),
        "given": shares(entry.shares or violation.without.left - violation.changed.left),
        "shares_received": shares(entry.shares_received or Decimal(0)),
        "on": violation.on,
        "when": "" if violation.on == entry.on else f" on {violation.on}",
    }
    return Refusal(f"{what} {step}".format(**figures, corrects=corrects), counted_figure(entry, violation.limit))


def counted_figure(entry: Entry, limit: str = "") -> str:
    """The figure of the entry that a limit counts; of a reversal the entry that it undoes."""
    if entry.reverses:
        return "reverses"
    counted = ("shares_received", "shares") if limit == "shares_received" else ("shares", "shares_received")
    order = (*counted, "amount") if limit in IN_SHARES else ("amount", *counted)
    return next((name for name in order if getattr(entry, name) is not None), order[0])


def shares(number: Decimal) -> str:
    """Thousands separators, and only the decimals that there are: 13,320,013 or 0.5."""
    text = f"{number:,.6f}"
    return text.rstrip("0").rstrip(".")
