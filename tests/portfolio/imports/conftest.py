"""Files to import, and what becomes of them."""

import io
from collections.abc import Callable
from typing import Any

import pytest

from portfolio.exports import csv, xlsx
from portfolio.imports.mapping import Mapping
from portfolio.imports.preview import preview, read, write
from portfolio.imports.row_outcomes import Plan
from portfolio.reports import REPORTS
from record.calculations.as_of import AsOf
from record.models import Recording
from tests.cast import TODAY, Cast, now


def as_bytes(text: str) -> bytes:
    return text.encode()


def show(kind: str, content: bytes | str, **options: Any) -> Plan:
    """Every row's fate; nothing is written."""
    content = content.encode() if isinstance(content, str) else content
    reading = read(kind, content, options.pop("mapping", Mapping()), sources=options.pop("sources", ""))
    return preview(reading, why="a test", today=TODAY, **({"by_name": "loader"} | options))


def put(kind: str, content: bytes | str, **options: Any) -> tuple[Plan, Recording | None]:
    """The file written."""
    content = content.encode() if isinstance(content, str) else content
    reading = read(kind, content, options.pop("mapping", Mapping()), sources=options.pop("sources", ""))
    named = {"by_name": "loader"} | options
    expected = preview(reading, why="a test", today=TODAY, **named).hash(reading.sha256)
    return write(reading, expected=expected, why="a test", today=TODAY, **named)


def exported(name: str, spelling: str = "csv", *, at: AsOf | None = None) -> bytes:
    """A report as the program writes it."""
    report = REPORTS[name].report(at=at or now())
    if spelling == "csv":
        return b"".join(csv.pieces(report))
    file = io.BytesIO()
    xlsx.write(report, file)
    return file.getvalue()


@pytest.fixture
def lines(cast: Cast) -> Callable[..., str]:
    """A CSV of these lines, the first of them the header."""
    return lambda *rows: "".join(f"{row}\n" for row in rows)
