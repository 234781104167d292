"""How much room a ledger has left on a day: what may not be taken beyond its limit."""

from dataclasses import dataclass
from decimal import Decimal

from portfolio.calculations.balance import ZERO, Balance
from portfolio.calculations.figures import guaranteed_drawn, guaranteed_outstanding
from portfolio.calculations.kinds import Family
from portfolio.calculations.ledger_terms import LedgerTerms

WHOLE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Limit:
    """What is taken on a day and the limit it stays within, in USD or in shares."""

    taken: Decimal
    bound: Decimal

    @property
    def left(self) -> Decimal:
        """What may still be taken; negative when the limit is broken."""
        return self.bound - self.taken


def limits_of(balance: Balance, terms: LedgerTerms) -> dict[str, Limit]:
    """The limits of a balance by name, in the order in which they are asked.

    Raises ValueError for a family that is not defined here.
    """
    family = terms.instrument.family
    limits = {"obligated": Limit(balance.obligated, balance.committed)}
    match family:
        case Family.LOAN:
            return limits | _loan(balance, terms)
        case Family.GUARANTEE:
            return limits | _guarantee(balance, terms)
        case Family.EQUITY | Family.RIGHT:
            return limits | {"disbursed": Limit(balance.disbursed, balance.obligated)} | _holding(balance)
        case Family.AWARD | Family.OFFTAKE | Family.PRICE_FLOOR | Family.TAX_CREDIT:
            return limits | _spent(balance)
        case _:
            raise ValueError(f"The limits of the family {family} are not defined. Add it to `limits_of`.")


def _spent(balance: Balance) -> dict[str, Limit]:
    """Net outlays stay within the obligation; what went back to the Treasury is not paid again."""
    return {
        "disbursed": Limit(balance.net_outlays, balance.obligated),
        "paid_again": Limit(balance.net_outlays + balance.returned_late, balance.obligated),
        "refunded": Limit(balance.returned, balance.disbursed),
    }


def _holding(balance: Balance) -> dict[str, Limit]:
    return {
        "shares": Limit(ZERO, balance.shares),
        "shares_received": Limit(ZERO, balance.shares_received),
        "cost": Limit(balance.written_off, balance.disbursed - balance.cost_retired),
        "redeemed": Limit(balance.redeemed_unheld, ZERO),
    }


def _loan(balance: Balance, terms: LedgerTerms) -> dict[str, Limit]:
    limits = {"subsidy": Limit(ZERO, balance.obligated), "drawn": Limit(balance.disbursed, balance.committed)}
    if terms.principal is not None:
        limits["principal"] = Limit(balance.disbursed, terms.principal)
    limits["outstanding"] = Limit(balance.repaid + balance.written_off, balance.disbursed + balance.capitalised)
    return limits


def _guarantee(balance: Balance, terms: LedgerTerms) -> dict[str, Limit]:
    covered = WHOLE if terms.covered_share is None else terms.covered_share
    drawn = guaranteed_drawn(balance)
    limits = {"subsidy": Limit(ZERO, balance.obligated), "covered": Limit(drawn * covered, balance.committed)}
    if terms.principal is not None:
        limits["principal"] = Limit(drawn, terms.principal)
    advanced = balance.disbursed - balance.claims
    return limits | {
        "guaranteed": Limit(ZERO, balance.guaranteed),
        "outstanding": Limit(balance.repaid, advanced + balance.capitalised),
        "claims": Limit(balance.claims, guaranteed_outstanding(balance) * covered),
        "claims_written_off": Limit(balance.written_off, balance.claims),
    }
