"""Shares outstanding from the cover of each filing, as EDGAR's company facts give them."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from portfolio.models import Capitalization, CountKind
from projects.models import Company
from record.calculations.as_of import AsOf

from .answers import Answer, amount, day, member
from .edgar import WHERE, companies, get, is_on, require_same
from .fetch import Fetcher
from .found import Batch, Feed, Found, csv_of

COLUMNS = ("company", "effective_on", "count_kind", "basic_shares")
CONCEPT = "EntityCommonStockSharesOutstanding"


def ask(fetcher: Fetcher, at: AsOf) -> Found:
    """One import for each issuer: the newest count, and any since the newest on record."""
    found = Found()
    newest = newest_on_record(at)
    for company, cik in companies(at, found):
        answer = get(fetcher, f"api/xbrl/companyfacts/CIK{cik}.json")
        batch = _batch(company, cik, answer, newest.get(company.pk), found)
        found.batches.extend([batch] if batch else [])
    return found


def newest_on_record(at: AsOf) -> dict[int, date]:
    """Company → the day of its newest count of the cover of a filing."""
    counts = Capitalization.objects.filter(kind=CountKind.COVER).at(at)
    return {count.company_id: count.counts_from for count in counts}


def _batch(company: Company, cik: str, answer: Answer, since: date | None, found: Found) -> Batch | None:
    require_same(answer.json.get("cik"), cik)
    stated = _counts(answer)
    if not stated:
        found.notes.append(f"EDGAR states no count for {company.name}.")
        return None
    days = sorted(stated)
    wanted = [on for on in days if on >= since] if since else days[-1:]
    rows, last = [], None
    for on in wanted:
        last = max(stated[on], key=lambda one: (one["filed"], one["accn"]))
        counts = {one["val"] for one in stated[on] if one["filed"] == last["filed"]}
        if len(counts) > 1:
            found.notes.append(f"EDGAR states {len(counts)} counts of {company.name} for {on}: none was read.")
        elif last["val"] > 0:
            rows.append((company.slug, on, CountKind.COVER.value, last["val"]))
    if not rows or last is None:
        return None
    title = f"Company facts of {company.name} (CIK {cik}); newest count: {last['form']} {last['accn']}"
    return Batch(company.slug, title, "share-counts", "", csv_of(COLUMNS, rows), [answer])


def _counts(answer: Answer) -> dict[date, list[dict[str, Any]]]:
    """Day → what the filings say of it. Nothing where a company's covers give no plain count, as with two classes."""
    facts = member(answer.json, "facts", dict, where=WHERE)
    stated = facts.get("dei", {}).get(CONCEPT) if isinstance(facts.get("dei", {}), dict) else None
    if stated is None:
        return {}
    units = member(stated, "units", dict, where=WHERE)
    found: dict[date, list[dict[str, Any]]] = defaultdict(list)
    for one in member(units, "shares", list, where=WHERE):
        for name in ("end", "accn", "form", "filed"):
            member(one, name, str, where=WHERE)
        one["val"] = amount(one, "val", where=WHERE) or Decimal(0)
        found[day(one["end"], what="end", where=WHERE)].append(one)
    return found


FEED = Feed(
    name="edgar-share-counts",
    label="EDGAR: shares outstanding",
    publisher="SEC EDGAR",
    schedule="edgar",
    switch="FEED_EDGAR_ADDRESS",
    is_on=is_on,
    ask=ask,
)
