"""How many shares of each company are out at an AsOf, and how many more may be issued, on the basis of that day."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from portfolio.calculations.basis import Split
from portfolio.calculations.kinds import Instrument, Kind
from portfolio.calculations.share_count import Issue, RolledCount, rolled_forward, still_to_be_issued, together
from portfolio.models import Capitalization, CountKind, Transaction
from portfolio.models.investments import Investment
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate
from record.calculations.unknown import TOO_LARGE, NotKnown

from .basis import Bases, bases_at

COUNTS = (CountKind.COVER, CountKind.VENDOR, CountKind.DERIVED)
WITH_SHARES = [instrument.value for instrument in Instrument if instrument.family.holds_shares]
Entered = tuple[int, Decimal, Transaction]
"""The id of an award, the number of common shares, the entry that brought them."""
ISSUED = (Kind.SHARE_ISSUE, Kind.DISBURSEMENT, Kind.EXERCISE, Kind.CONVERSION)


@dataclass(frozen=True, slots=True)
class ShareCount:
    """The newest count of a company, and what it was brought to the day by."""

    row: Capitalization
    brought: RolledCount | None
    """None where the figures on record are too large or too small to be brought to the day."""
    splits: tuple[Split, ...] = ()
    """Those since the count: it is of the basis before them."""
    to_come: tuple[Decimal, ...] = ()
    """Numbers of shares that may be issued, as far as they are on record; on the basis of the day."""

    @property
    def rolled(self) -> RolledCount:
        """The count with the issues since. Raises NotKnown where it can't be worked out."""
        if self.brought is None:
            raise NotKnown(TOO_LARGE)
        return self.brought

    @property
    def shares(self) -> Decimal:
        """Shares outstanding on the day. Raises NotKnown where an issue may or may not be in the count."""
        return self.rolled.shares

    @property
    def is_derived(self) -> bool:
        return bool(self.splits) or (self.brought is not None and self.brought.is_derived)

    @property
    def kind(self) -> str:
        """Where the number comes from: derived where it was rolled forward, or brought to another basis."""
        return CountKind.DERIVED.value if self.is_derived else self.row.kind

    @property
    def derivation(self) -> str | None:
        """What the number was made from, in words; None where it stands as counted."""
        if self.brought is None or not (self.is_derived or self.brought.unplaced):
            return None
        counted = self.row.basic_shares or Decimal(0)
        parts = [f"{counted.normalize():,f} counted on {self.row.effective_on}"]
        parts += [f"split {split}" for split in self.splits]
        parts += [f"and {issue}" for issue in self.brought.added]
        parts += [f"predates or holds {issue}" for issue in self.brought.unplaced]
        return "; ".join(parts)


def share_counts(at: AsOf, *, only: Collection[int] | None = None) -> dict[int, ShareCount]:
    """The newest count of each company at `at`, of those ids where `only` names some.

    A fixed number of questions to the database.
    """
    bases = bases_at(at)
    asked = Capitalization.objects.at(at).select_related("citation")
    rows = [row for row in asked if only is None or row.company_id in only]
    newest = {row.company_id: row for row in rows if row.kind in COUNTS and row.basic_shares is not None}
    of_company: dict[int, list[Capitalization]] = defaultdict(list)
    for row in rows:
        of_company[row.company_id].append(row)
    entered = _of_the_ledger(at, newest) if newest else {}
    found = {}
    for company, row in newest.items():
        splits = tuple(bases.since(company, row.counts_from))
        try:
            brought, to_come = _brought(row, of_company[company], entered.get(company, []), bases)
        except ArithmeticError:
            found[company] = ShareCount(row, None, splits)
        else:
            found[company] = ShareCount(row, brought, splits, tuple(to_come))
    return found


def _brought(
    count: Capitalization, rows: Iterable[Capitalization], entered: Iterable[Entered], bases: Bases
) -> tuple[RolledCount, list[Decimal]]:
    """A count with the issues of its company, as reported and by the ledger, and what is still to be issued."""
    company, contingent, reported = count.company_id, [], []
    for row in rows:
        number = row.diluted_or_other
        shares = None if number is None else bases.shares(company, number, row.counts_from)
        if row.kind == CountKind.EVENT:
            reported.append(_issue(shares, row.effective_on))
        if row.kind == CountKind.CONTINGENT and shares is not None:
            contingent.append((shares, row.counts_from))
    ours = []
    for award, number, entry in entered:
        shares = bases.shares(company, number, entry.counts_from)
        ours.append(replace(_issue(shares, entry.effective_on), ours=shares, award=award))
    issues = together(reported, ours)
    number = bases.shares(company, count.basic_shares or Decimal(0), count.counts_from)
    return rolled_forward(number, count.counts_from, issues), still_to_be_issued(contingent, issues)


def _issue(shares: Decimal | None, on: PartialDate | None) -> Issue:
    return Issue(shares, on.start if on else None, on.end if on else None)


def _of_the_ledger(at: AsOf, issuers: Collection[int]) -> dict[int, list[Entered]]:
    """What the ledger says was issued to the government in common shares, by these issuers."""
    entered: dict[int, list[Entered]] = defaultdict(list)
    every = Investment.objects.filter(instrument__in=WITH_SHARES).at(at)
    awards = {pk: award for pk, award in every.items() if award.issuer_id in issuers}
    entries = Transaction.objects.at(at).filter(investment__in=awards)
    undone = entries.filter(kind=Kind.REVERSAL).values("reverses_id")
    for row in entries.filter(kind__in=ISSUED, shares__isnull=False).exclude(number__in=undone).order_by("number"):
        award = awards[row.investment_id]
        number = row.shares_received if row.kind in (Kind.EXERCISE, Kind.CONVERSION) else row.shares
        if not is_of_new_shares(award) or number is None or award.issuer_id is None:
            continue
        if number is row.shares and award.instrument != Instrument.COMMON_EQUITY:
            continue
        entered[award.issuer_id].append((award.pk, number, row))
    return entered


def is_of_new_shares(award: Investment) -> bool:
    """True where the issuer itself receives the money: shares bought of another holder are no new ones."""
    payee = award.counterparty_id or award.recipient_id
    return award.issuer_id is not None and payee == award.issuer_id
