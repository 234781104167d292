"""New filings of the companies of which something is held: a list to read."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.conf import settings

from portfolio.models import CandidateKind
from projects.models import Company
from record.calculations.as_of import AsOf

from .answers import Answer, day, member
from .edgar import WHERE, companies, get, is_on, require_same
from .fetch import Fetcher
from .found import Candidate, Feed, Found
from .stopped import FeedStopped

LOOKED_BACK = timedelta(days=30)
READ = ("accessionNumber", "filingDate", "form", "primaryDocument", "primaryDocDescription")
ARCHIVE = "https://www.sec.gov/Archives/edgar/data"


def ask(fetcher: Fetcher, at: AsOf) -> Found:
    """The filings of the last 30 days whose form is among those to read, amendments of them too."""
    found = Found()
    since = at.as_of - LOOKED_BACK
    for company, cik in companies(at, found):
        first = get(fetcher, f"submissions/CIK{cik}.json")
        require_same(first.json.get("cik"), cik)
        filings = member(first.json, "filings", dict, where=WHERE)
        answers = [first]
        rows = list(_rows(member(filings, "recent", dict, where=WHERE)))
        for older in member(filings, "files", list, where=WHERE):
            if day(member(older, "filingTo", str, where=WHERE), what="filingTo", where=WHERE) >= since:
                answers.append(get(fetcher, f"submissions/{member(older, 'name', str, where=WHERE)}"))
                rows.extend(_rows(answers[-1].json))
        found.candidates.extend(_candidate(company, cik, row, answers) for row in rows if _is_wanted(row, since))
    return found


def _rows(columns: dict[str, Any]) -> Iterator[dict[str, str]]:
    """The filings, which EDGAR gives as one list for each column. Raises FeedStopped where these differ in length."""
    lists = {name: member(columns, name, list, where=WHERE) for name in READ}
    if len({len(one) for one in lists.values()}) > 1:
        raise FeedStopped("EDGAR answers in another shape: its lists of filings differ in length. Nothing was read.")
    for values in zip(*lists.values(), strict=True):
        row = dict(zip(lists, values, strict=True))
        yield {name: member(row, name, str, where=WHERE) for name in READ}


def _is_wanted(row: dict[str, str], since: date) -> bool:
    is_read = row["form"].removesuffix("/A") in settings.FEED_EDGAR_FORMS
    return is_read and day(row["filingDate"], what="filingDate", where=WHERE) >= since


def _candidate(company: Company, cik: str, row: dict[str, str], answers: list[Answer]) -> Candidate:
    number = row["accessionNumber"]
    content = {
        "Company": company.name,
        "CIK": cik,
        "Form": row["form"],
        "Filed": row["filingDate"],
        "Document": row["primaryDocDescription"],
        "Accession number": number,
    }
    folder = f"{ARCHIVE}/{int(cik)}/{number.replace('-', '')}"
    return Candidate(
        key=number,
        kind=CandidateKind.FILING,
        title=f"{company.name}: {row['form']} filed {row['filingDate']}",
        name=company.name,
        number=cik,
        address=f"{folder}/{row['primaryDocument']}" if row["primaryDocument"] else folder,
        on=day(row["filingDate"], what="filingDate", where=WHERE),
        content={label: text for label, text in content.items() if text},
        answers=answers,
    )


FEED = Feed(
    name="edgar-filings",
    label="EDGAR: new filings",
    publisher="SEC EDGAR",
    schedule="edgar",
    switch="FEED_EDGAR_ADDRESS",
    is_on=is_on,
    ask=ask,
)
