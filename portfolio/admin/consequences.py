"""What stands, and what would follow from a write: figures as an officer reads them."""

from decimal import Decimal

from portfolio.calculations.balance import Balance
from portfolio.calculations.exercise import share_of
from portfolio.calculations.figures import Figures
from portfolio.calculations.kinds import Instrument
from portfolio.calculations.position import as_converted
from portfolio.models import Investment, Terms
from portfolio.positions.figures import figures_of, labels_of, terms_of
from portfolio.positions.share_counts import share_counts
from record.admin.numbers import dated
from record.admin.sections import Line
from record.calculations.as_of import AsOf
from record.calculations.column_figures import formatted_number
from record.calculations.formatting import percent
from record.calculations.unknown import NotKnown, reason_of
from record.services.row_formatting import UNKNOWN, dollars


def standing_of(investment: Investment, *, at: AsOf) -> list[Line]:
    """The investment's figures now, each as one line; unknown where only the public record is known."""
    return compared(investment, None, figures_of(investment, at=at))


def compared(
    investment: Investment, before: tuple[Figures, Balance] | None, after: tuple[Figures, Balance]
) -> list[Line]:
    """Each figure before and after, those left out that the instrument has not."""
    family = Instrument(investment.instrument).family
    lines = [
        Line(label, dollars(getattr(before[0], name)) if before else "", dollars(getattr(after[0], name)))
        for name, label in labels_of(family)
    ]
    if family.holds_shares:
        lines.append(
            Line(
                "Shares or rights held",
                formatted_number("shares", before[1].shares) if before else "",
                formatted_number("shares", after[1].shares),
            )
        )
    return lines


def stake_lines(investment: Investment, *, at: AsOf) -> list[Line]:
    """The stake as stated and as computed over the newest share count; empty for an award without shares."""
    terms = terms_of(investment, at=at)
    if terms is None or not Instrument(investment.instrument).family.holds_shares:
        return []
    stated = terms.stated_stake_share
    lines = [Line("Stake as stated", "", UNKNOWN if stated is None else formatted_number("share", stated))]
    issuer = investment.issuer_id
    count = share_counts(at, only={issuer}).get(issuer) if issuer else None
    try:
        shares, words = common_shares(terms)
        if shares is None or count is None:
            lacking = "the number of shares" if shares is None else "a share count of the issuer"
            return [*lines, Line("Stake as computed", "", UNKNOWN, f"{lacking} is not on record")]
        outstanding = count.rolled.before([investment.pk])
        share = percent(share_of(shares, outstanding))
    except (NotKnown, ArithmeticError) as error:
        return [*lines, Line("Stake as computed", "", UNKNOWN, reason_of(error))]
    note = (
        f"{formatted_number('shares', shares)} {words} over "
        f"{formatted_number('basic_shares', outstanding)} outstanding "
        f"({count.derivation or dated(count.row.effective_on)}, {count.row.citation or 'no source'}), before this award"
    )
    return [*lines, Line("Stake as computed", "", share, note)]


def common_shares(terms: Terms) -> tuple[Decimal | None, str]:
    """The common shares that the award stands for, and what they come from."""
    if terms.shares is None:
        return None, ""
    if terms.original_price and terms.conversion_price:
        return as_converted(terms.shares, terms.original_price, terms.conversion_price), "common shares on conversion"
    return terms.shares, "shares or rights"
