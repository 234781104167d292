"""The kinds of ledger entries, the forms an award takes, and how far it has come."""

from enum import StrEnum
from typing import Self

from .labelled import Labelled


class Need(StrEnum):
    """Whether an entry of a kind carries a figure."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    NONE = "none"


REQUIRED, OPTIONAL, NONE = Need


class Kind(StrEnum):
    """What an entry does. Entries are positive; the kind carries the direction."""

    label: str
    meaning: str
    amount: Need
    shares: Need
    shares_received: Need

    def __new__(
        cls, value: str, label: str, meaning: str, amount: Need, shares: Need = NONE, shares_received: Need = NONE
    ) -> Self:
        """Make the member from its text and what is said of it."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.meaning = label, meaning
        member.amount, member.shares, member.shares_received = amount, shares, shares_received
        return member

    COMMITMENT = "commitment", "Commitment", "Money set aside for the award.", REQUIRED
    DECOMMITMENT = "decommitment", "Decommitment", "Money set aside that is released.", REQUIRED
    OBLIGATION = "obligation", "Obligation", "Money legally bound; of a loan or guarantee, its subsidy cost.", REQUIRED
    DEOBLIGATION = "deobligation", "Deobligation", "Bound money that is released.", REQUIRED
    DISBURSEMENT = (
        "disbursement",
        "Disbursement",
        "Money paid out: an outlay, a draw, a purchase price; with shares where it buys them.",
        REQUIRED,
        OPTIONAL,
    )
    CAPITALISED_INTEREST = (
        "capitalised_interest",
        "Capitalised interest",
        "Interest added to what is owed; no cash.",
        REQUIRED,
    )
    REPAYMENT = "repayment", "Repayment of principal", "Principal paid back; lowers what is outstanding.", REQUIRED
    INTEREST = "interest", "Interest", "Interest received in cash.", REQUIRED
    DIVIDEND = "dividend", "Dividend (cash)", "Dividend received in cash.", REQUIRED
    FEE = "fee", "Fee", "Fee received in cash.", REQUIRED
    PRICE_SUPPORT_ACCRUED = (
        "price_support_accrued",
        "Price support accrued",
        "Price support owed for a period; moves no money.",
        REQUIRED,
    )
    PRICE_SUPPORT_PAID = "price_support_paid", "Price support paid", "Price support paid out.", REQUIRED
    UPSIDE_RECEIVED = "upside_received", "Upside received", "Share of a price above the floor, received.", REQUIRED
    SALE = (
        "sale",
        "Sale proceeds",
        "Money received for shares sold: shares of this security, or those received for it.",
        REQUIRED,
        OPTIONAL,
        OPTIONAL,
    )
    RECOVERY = "recovery", "Recovery", "Money that came back otherwise than by repayment or sale.", REQUIRED
    WRITE_OFF = "write_off", "Write-off", "What is outstanding and given up; only reversing it restores.", REQUIRED
    SHARE_ISSUE = "share_issue", "Share issue", "Shares issued to the government; no cash.", NONE, REQUIRED
    WARRANT_ISSUE = "warrant_issue", "Warrant issue", "Rights issued to the government; no cash.", NONE, REQUIRED
    EXERCISE = (
        "exercise",
        "Exercise",
        "Rights given up for shares; with the strike paid where it is a cash exercise.",
        OPTIONAL,
        REQUIRED,
        REQUIRED,
    )
    CONVERSION = (
        "conversion",
        "Conversion",
        "Preferred shares given up for common shares; no cash.",
        NONE,
        REQUIRED,
        REQUIRED,
    )
    SPLIT = "split", "Split", "Shares held before, replaced by shares held after.", NONE, REQUIRED, REQUIRED
    TRANSFER_OUT = (
        "transfer_out",
        "Transfer out",
        "Shares, or the cost of a part of their value, that went over to securities of another company; no cash.",
        OPTIONAL,
        OPTIONAL,
        OPTIONAL,
    )
    TRANSFER_IN = (
        "transfer_in",
        "Transfer in",
        "Shares received for securities of another company, with the cost that came along; no cash.",
        OPTIONAL,
        REQUIRED,
    )
    DIVIDEND_IN_KIND = "dividend_in_kind", "Dividend in kind", "Dividend received in shares.", NONE, REQUIRED
    LAPSE = "lapse", "Lapse", "Rights that ended without being exercised.", NONE, REQUIRED
    GUARANTEED_DRAW = "guaranteed_draw", "Guaranteed draw", "Drawn from a lender under the guarantee.", REQUIRED
    GUARANTEED_REPAYMENT = (
        "guaranteed_repayment",
        "Guaranteed repayment",
        "Repaid to the lender; lowers what is guaranteed.",
        REQUIRED,
    )
    CLAIM_PAID = "claim_paid", "Claim paid", "Paid out to the lender under the guarantee.", REQUIRED
    REVERSAL = (
        "reversal",
        "Reversal",
        "Exactly undoes the entry it names, from that entry's day on.",
        OPTIONAL,
        OPTIONAL,
        OPTIONAL,
    )


class Family(StrEnum):
    """Instruments whose money follows the same chain."""

    EQUITY = "equity"
    RIGHT = "right"
    LOAN = "loan"
    GUARANTEE = "guarantee"
    AWARD = "award"
    OFFTAKE = "offtake"
    PRICE_FLOOR = "price_floor"
    TAX_CREDIT = "tax_credit"

    @property
    def holds_shares(self) -> bool:
        """True where the ledger counts shares or rights. Raises KeyError for a family that is not defined."""
        return FAMILY_TRAITS[self] is Trait.OWNS

    @property
    def is_lending(self) -> bool:
        """True for loans and guarantees: a face value, and a subsidy cost for an obligation. Raises as above."""
        return FAMILY_TRAITS[self] is Trait.LENDS

    @property
    def spends(self) -> bool:
        """True where money is paid out for good, and what comes back is a refund. Raises as above."""
        return FAMILY_TRAITS[self] is Trait.SPENDS


class Trait(StrEnum):
    """What a family does with money."""

    OWNS = "owns"
    LENDS = "lends"
    SPENDS = "spends"


FAMILY_TRAITS: dict[Family, Trait] = {
    Family.EQUITY: Trait.OWNS,
    Family.RIGHT: Trait.OWNS,
    Family.LOAN: Trait.LENDS,
    Family.GUARANTEE: Trait.LENDS,
    Family.AWARD: Trait.SPENDS,
    Family.OFFTAKE: Trait.SPENDS,
    Family.PRICE_FLOOR: Trait.SPENDS,
    Family.TAX_CREDIT: Trait.SPENDS,
}


class Instrument(StrEnum):
    """The form of an award, in the public record's words. A letter of interest is a loan with the status `loi`."""

    label: str
    family: Family

    def __new__(cls, value: str, label: str = "", family: Family = Family.EQUITY) -> Self:
        """Make the member from its text and what is said of it; a call with the text alone looks a member up."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.family = label, family
        return member

    CONVERTIBLE_PREFERRED = "convertible_preferred", "Convertible preferred", Family.EQUITY
    PREFERRED_EQUITY = "preferred_equity", "Preferred equity", Family.EQUITY
    COMMON_EQUITY = "common_equity", "Common equity", Family.EQUITY
    WARRANT = "warrant", "Warrant", Family.RIGHT
    OPTION = "option", "Option", Family.RIGHT
    DIRECT_LOAN = "direct_loan", "Direct loan", Family.LOAN
    LOAN_GUARANTEE = "loan_guarantee", "Loan guarantee", Family.GUARANTEE
    GRANT = "grant", "Grant", Family.AWARD
    COOPERATIVE_AGREEMENT = "cooperative_agreement", "Cooperative agreement", Family.AWARD
    CONTRACT = "contract", "Contract", Family.AWARD
    STOCKPILE_PURCHASE = "stockpile_purchase", "Stockpile purchase", Family.AWARD
    OFFTAKE = "offtake", "Offtake", Family.OFFTAKE
    PRICE_FLOOR = "price_floor", "Price floor", Family.PRICE_FLOOR
    TAX_CREDIT = "tax_credit", "Tax credit", Family.TAX_CREDIT


PROMISED = {Kind.COMMITMENT, Kind.DECOMMITMENT, Kind.OBLIGATION, Kind.DEOBLIGATION}
LENT = {
    Kind.DISBURSEMENT, Kind.CAPITALISED_INTEREST, Kind.REPAYMENT, Kind.INTEREST, Kind.FEE, Kind.RECOVERY,
    Kind.WRITE_OFF,
}  # fmt: skip
INVESTED = {
    Kind.DISBURSEMENT,
    Kind.DIVIDEND,
    Kind.FEE,
    Kind.SALE,
    Kind.RECOVERY,
    Kind.WRITE_OFF,
    Kind.SPLIT,
    Kind.DIVIDEND_IN_KIND,
    Kind.TRANSFER_OUT,
    Kind.TRANSFER_IN,
}
PRICE_SUPPORT = {Kind.PRICE_SUPPORT_ACCRUED, Kind.PRICE_SUPPORT_PAID, Kind.UPSIDE_RECEIVED}

KINDS_OF_FAMILY: dict[Family, frozenset[Kind]] = {
    family: frozenset(kinds | {Kind.REVERSAL})
    for family, kinds in {
        Family.EQUITY: PROMISED | INVESTED | {Kind.SHARE_ISSUE},
        Family.RIGHT: PROMISED | INVESTED | {Kind.WARRANT_ISSUE, Kind.EXERCISE, Kind.LAPSE},
        Family.LOAN: PROMISED | LENT,
        Family.GUARANTEE: PROMISED | LENT | {Kind.GUARANTEED_DRAW, Kind.GUARANTEED_REPAYMENT, Kind.CLAIM_PAID},
        Family.AWARD: PROMISED | {Kind.DISBURSEMENT, Kind.FEE, Kind.RECOVERY},
        Family.OFFTAKE: PROMISED | {Kind.DISBURSEMENT, Kind.FEE, Kind.RECOVERY},
        Family.PRICE_FLOOR: PROMISED | PRICE_SUPPORT | {Kind.FEE, Kind.RECOVERY},
        Family.TAX_CREDIT: PROMISED | {Kind.DISBURSEMENT, Kind.RECOVERY},
    }.items()
}


def kinds_for(instrument: Instrument) -> frozenset[Kind]:
    """The kinds of entries that an instrument's ledger may hold. Raises KeyError, with the name, on no known family."""
    kinds = KINDS_OF_FAMILY[instrument.family]
    return kinds | {Kind.CONVERSION} if instrument is Instrument.CONVERTIBLE_PREFERRED else kinds


class Status(Labelled):
    """How far an award has come, in order; the last two are ends without completion.

    Approved: authorised by the agency's board, with no signed agreement.
    """

    ANNOUNCED = "announced", "Announced"
    LOI = "loi", "Letter of interest"
    CONDITIONAL = "conditional", "Conditional"
    APPROVED = "approved", "Approved, not signed"
    COMMITTED = "committed", "Committed"
    CLOSED = "closed", "Closed"
    DISBURSING = "disbursing", "Disbursing"
    DISBURSED = "disbursed", "Disbursed"
    REPAID = "repaid", "Repaid"
    EXITED = "exited", "Exited"
    TERMINATED = "terminated", "Terminated"
    LAPSED = "lapsed", "Lapsed"

    @property
    def is_committed_money(self) -> bool:
        """True from a definitive commitment on. Terminated is not: what its ledger still shows counts by itself.

        Raises KeyError for a status that is not defined in IS_COMMITTED.
        """
        return IS_COMMITTED[self]


IS_COMMITTED: dict[Status, bool] = {
    Status.ANNOUNCED: False,
    Status.LOI: False,
    Status.CONDITIONAL: False,
    Status.APPROVED: False,
    Status.COMMITTED: True,
    Status.CLOSED: True,
    Status.DISBURSING: True,
    Status.DISBURSED: True,
    Status.REPAID: True,
    Status.EXITED: True,
    Status.TERMINATED: False,
    Status.LAPSED: False,
}
COMMITTED = frozenset(status for status in Status if status.is_committed_money)
