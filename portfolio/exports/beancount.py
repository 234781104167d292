"""The ledger's dollars in the plain text of Beancount, with our balances beside them for `bean-check` to compare.

Each award has an account for each figure that its entries add to; what is booked there stands against one account of
that figure. Shares are in the reports alone. The syntax is that of https://beancount.github.io/docs/.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from portfolio.calculations.balance import AMOUNT
from portfolio.calculations.kinds import Kind
from portfolio.models import Transaction
from portfolio.models.ledger import KINDS
from portfolio.positions.investments import InvestmentAt, on_record_at
from portfolio.reports.ledger_lines import EntryLine
from record.calculations.as_of import AsOf
from record.calculations.formatting import plain

ACCOUNTS = {
    "committed": "Committed",
    "obligated": "Obligated",
    "disbursed": "Paid",
    "capitalised": "InterestCapitalised",
    "repaid": "Repaid",
    "income": "Income",
    "accrued": "PriceSupportAccrued",
    "returned": "Returned",
    "written_off": "WrittenOff",
    "guaranteed": "Guaranteed",
}
"""Figure of a balance → its account. What lies inside another figure (proceeds of sales, claims) has none."""
NO_LETTER = re.compile(r"[^A-Za-z0-9-]")


def text(lines: Iterable[EntryLine], at: AsOf) -> Iterator[str]:
    """The file: the entries in the order of the ledger, then what each account of an award holds in our own figures.

    An entry of no dollars is not in it.
    """
    awards = on_record_at(at)
    names = account_names(awards)
    undone = dict(Transaction.objects.known(at).filter(kind=Kind.REVERSAL).values_list("number", "reverses__kind"))
    yield f'option "title" "Ledger as of {at.as_of}, recording {at.serial}"\noption "operating_currency" "USD"\n'
    yield 'plugin "beancount.plugins.auto_accounts"\n'
    last = date.min
    for line in lines:
        if postings := "".join(posted(line, names[line.award.investment], undone)):
            last = max(last, line.counts_from)
            yield entry(line) + postings
    for award in awards:
        yield from balances(award, names[award.slug], last)


def account_names(awards: Iterable[InvestmentAt]) -> Mapping[str, str]:
    """Identifier of an award → the part of an account's name that no other award has."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for award in awards:
        bare = NO_LETTER.sub("-", award.slug).lstrip("-")
        name = bare[:1].upper() + bare[1:]
        if not name or name in taken:
            name = f"{name or 'Award'}-{award.investment.pk}"
        taken.add(name)
        names[award.slug] = name
    return names


def entry(line: EntryLine) -> str:
    """The head of a transaction: the day from which it counts, its kind and award, and where it stands on record."""
    told = f"reverses entry {line.reverses}" if line.reverses else line.kind.replace("_", " ")
    return (
        f'\n{line.counts_from} * "{line.award.investment}" "{told}"\n'
        f'  entry: {line.number}\n  recording: {line.recording}\n  hash: "{line.hash}"\n'
    )


def posted(line: EntryLine, name: str, undone: Mapping[int, str]) -> Iterator[str]:
    """What an entry adds to each figure; a reversal takes out what its entry added."""
    if line.amount is None:
        return
    kind, direction = (KINDS[undone[line.number]], -1) if line.reverses else (KINDS[line.kind], 1)
    for figure, sign in AMOUNT.get(kind, ()):
        if figure in ACCOUNTS:
            amount = line.amount * sign * direction
            yield f"  Assets:{ACCOUNTS[figure]}:{name}  {plain(amount, 2)} USD\n"
            yield f"  Equity:{ACCOUNTS[figure]}  {plain(-amount, 2)} USD\n"


def balances(award: InvestmentAt, name: str, last: date) -> Iterator[str]:
    """What our own figures say of the award, on the day after the last entry; to the cent, since `~ 0` allows none."""
    for figure, account in ACCOUNTS.items():
        held: Decimal = getattr(award.balance, figure)
        if held:
            yield f"\n{last + timedelta(days=1)} balance Assets:{account}:{name}  {plain(held, 2)} ~ 0 USD\n"
