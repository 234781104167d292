"""One name has one meaning, one type and one unit in all reports."""

from collections import defaultdict

from portfolio.reports import REPORTS
from portfolio.reports.base import Column

# Names that still have several meanings. A name leaves this set when its columns agree; the set is to be empty.
NOT_YET: set[str] = set()


def columns_by_name() -> dict[str, dict[str, Column]]:
    """Name of a column → report → its column of that name."""
    found: dict[str, dict[str, Column]] = defaultdict(dict)
    for report in REPORTS.values():
        for column in report.columns:
            found[column.name][report.name] = column
    return found


def several_meanings() -> dict[str, dict[tuple[str, str, str], list[str]]]:
    """Name → (type, unit, meaning) → the reports that mean that by it, where they mean several things."""
    found = {}
    for name, columns in columns_by_name().items():
        meanings: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        for report, column in columns.items():
            meanings[column.type.value, column.unit, column.meaning].append(report)
        if len(meanings) > 1:
            found[name] = dict(meanings)
    return found


def test_one_name_has_one_type_one_unit_and_one_meaning_in_all_reports() -> None:
    several = several_meanings()
    assert {name: meanings for name, meanings in several.items() if name not in NOT_YET} == {}
    assert several.keys() >= NOT_YET, "these names agree by now: take them out of NOT_YET"


def test_a_report_has_each_name_once() -> None:
    for report in REPORTS.values():
        names = [column.name for column in report.columns]
        assert len(names) == len(set(names)), report.name
