"""A stake and its instruments are lines of one table; a cell says which of them has the figure."""

from portfolio.reports.base import Absent
from portfolio.reports.stakes import BY_INSTRUMENT, COLUMNS, OF_THE_STAKE
from tests.cast import Cast, now
from tests.portfolio.reports.answers import ask


def absence(name: str, line: object) -> Absent | None:
    (column,) = (column for column in COLUMNS if column.name == name)
    assert column.value is not None
    assert column.value(line) is None
    return column.absence(line)


def test_a_stakes_line_leads_those_of_its_instruments(cast: Cast) -> None:
    lines = list(ask("stakes", now()).lines)
    assert lines[0].is_group
    assert [line.part.line.slug for line in lines[1:] if line.stake is lines[0].stake] == [
        part.line.slug for part in lines[0].stake.parts
    ]
    assert not any(line.is_group for line in lines[1:] if line.stake is lines[0].stake)


def test_what_one_kind_of_line_cannot_have_is_absent_rather_than_unknown(cast: Cast) -> None:
    stake, instrument, *_ = ask("stakes", now()).lines
    for name in ("investment", "instrument", "shares", "confidence"):
        assert absence(name, stake) == BY_INSTRUMENT
    for name in ("basic_share", "fully_diluted_share", "shares_outstanding", "counted_on", "count_sources", "alerts"):
        assert absence(name, instrument) == OF_THE_STAKE
