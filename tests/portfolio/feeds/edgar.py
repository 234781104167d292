"""EDGAR's answers, in the shapes that data.sec.gov publishes."""

from typing import Any

CIK = "0001801368"
ARRAYS = (
    "accessionNumber", "filingDate", "reportDate", "acceptanceDateTime", "act", "form", "fileNumber", "filmNumber",
    "items", "size", "isXBRL", "isInlineXBRL", "primaryDocument", "primaryDocDescription",
)  # fmt: skip


def count(end: str, val: int, accn: str, form: str, filed: str, **values: Any) -> dict[str, Any]:
    """One count of the cover of a filing."""
    return {"end": end, "val": val, "accn": accn, "fy": 2026, "fp": "Q1", "form": form, "filed": filed, **values}


def company_facts(*counts: dict[str, Any], cik: int = 1801368) -> dict[str, Any]:
    concept = {
        "label": "Entity Common Stock, Shares Outstanding",
        "description": "Indicate number of shares or other units outstanding.",
        "units": {"shares": list(counts)},
    }
    dei = {"EntityCommonStockSharesOutstanding": concept} if counts else {}
    return {"cik": cik, "entityName": "Palisade Magnetics Corp.", "facts": {"dei": dei, "us-gaap": {}}}


def filing(number: str, filed: str, form: str, document: str = "a.htm", description: str = "") -> dict[str, Any]:
    return {
        "accessionNumber": number,
        "filingDate": filed,
        "reportDate": filed,
        "acceptanceDateTime": f"{filed}T16:30:12.000Z",
        "act": "34",
        "form": form,
        "fileNumber": "001-39277",
        "filmNumber": "261023456",
        "items": "",
        "size": 1234567,
        "isXBRL": 1,
        "isInlineXBRL": 1,
        "primaryDocument": document,
        "primaryDocDescription": description or form,
    }


def columns(*filings: dict[str, Any]) -> dict[str, list[Any]]:
    """The filings as EDGAR gives them: one list for each column."""
    return {name: [one[name] for one in filings] for name in ARRAYS}


def submissions(*filings: dict[str, Any], files: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    return {
        "cik": CIK,
        "entityType": "operating",
        "name": "Palisade Magnetics Corp.",
        "tickers": ["PLM"],
        "exchanges": ["NYSE"],
        "filings": {"recent": columns(*filings), "files": list(files)},
    }
