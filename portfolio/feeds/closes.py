"""Daily closes of what is held, from a CSV address with places for the ticker and the days."""

from collections.abc import Mapping
from datetime import date, timedelta
from string import Formatter
from urllib.parse import quote

from django.conf import settings

from portfolio.calculations.exchanges import is_every_one_known, listed_on
from portfolio.imports.csv_file import read_csv
from portfolio.imports.saved import mapping_of
from portfolio.imports.tables import Table, UnreadableFile
from portfolio.models import SecurityPrice
from projects.models import Company
from record.calculations.as_of import AsOf

from .answers import Answer
from .fetch import Fetcher
from .found import Batch, Feed, Found, csv_of
from .issuers import issuers, named
from .stopped import FeedStopped

KIND = "security-prices"
LOOKED_BACK = timedelta(days=370)
"""Where no close is on record: the 60 closes of the last year that volatility needs, and more."""
PLACES = ("ticker", "from", "to")


def ask(fetcher: Fetcher, at: AsOf) -> Found:
    """One import of the closes of all that is held, each from the newest close on record to yesterday."""
    found = Found()
    newest = SecurityPrice.objects.at(at).latest_by("company_id")
    until = at.as_of - timedelta(days=1)
    unknown: list[Company] = []
    header: list[str] = []
    rows: list[tuple[str, ...]] = []
    answers: list[Answer] = []
    for company in issuers(at):
        price = newest.get(company.pk)
        currency = currency_of(company, price)
        if currency is None:
            unknown.append(company)
            continue
        since = price.counts_from if price else until - LOOKED_BACK
        if since >= until:
            continue
        answer = fetcher.get(address(company.ticker, since, until), about=company.ticker)
        table = _table(answer, company)
        if header and table.header != header:
            raise FeedStopped(f"{answer.host} gives other columns for {company.ticker} than before. Nothing was read.")
        header = table.header
        answers.append(answer)
        rows.extend((*line.cells, company.slug, currency) for line in table.lines)
    if unknown:
        found.notes.append(f"Not asked, as one ticker and its currency are not known: {named(unknown)}.")
    if rows:
        content = csv_of((*header, "company", "currency"), rows)
        title = f"Daily closes to {until} of {len(answers)} securities"
        found.batches.append(Batch("closes", title, KIND, settings.FEED_CLOSES_MAPPING, content, answers))
    return found


def currency_of(company: Company, price: SecurityPrice | None) -> str | None:
    """The currency of its closes: that of the newest on record, else that of its exchange. None where it is open."""
    if not company.ticker or ";" in company.ticker:
        return None
    if price is not None:
        return price.currency
    found = {exchange.currency for exchange in listed_on(company.exchange)}
    return found.pop() if len(found) == 1 and is_every_one_known(company.exchange) else None


def address(ticker: str, since: date, until: date) -> str:
    """The address with its places filled in; `{from:%Y%m%d}` gives a day in another form. Raises FeedStopped."""
    values = {"ticker": quote(ticker, safe=""), "from": since, "to": until}
    return "".join(_filled(settings.FEED_CLOSES_ADDRESS, values))


def _filled(address: str, values: Mapping[str, object]) -> list[str]:
    parts = []
    try:
        for text, name, form, _ in Formatter().parse(address):
            parts.append(text)
            if name is not None:
                parts.append(format(values[name], form or ""))
    except (KeyError, ValueError) as error:
        raise FeedStopped(f"FEED_CLOSES_ADDRESS has places for {', '.join(PLACES)} alone. Correct it.") from error
    return parts


def _table(answer: Answer, company: Company) -> Table:
    try:
        table = read_csv(answer.content)
        wanted = {ours: name for name, ours in mapping_of(KIND, settings.FEED_CLOSES_MAPPING).columns.items()}
    except UnreadableFile as error:
        raise FeedStopped(f"{answer.host} gives no CSV for {company.ticker}: {error}") from error
    if absent := [name for name in wanted.values() if name not in table.header]:
        raise FeedStopped(f"{answer.host} gives no column {absent[0]} for {company.ticker}. Nothing was read.")
    return table


FEED = Feed(
    name="daily-closes",
    label="Daily closes",
    publisher="Daily closes",
    schedule="closes",
    switch="FEED_CLOSES_ADDRESS",
    is_on=lambda: bool(settings.FEED_CLOSES_ADDRESS),
    ask=ask,
)
