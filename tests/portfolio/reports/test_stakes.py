"""A stake and its instruments are lines of one table; a cell says which of them has the figure."""

from portfolio.positions.stakes import Level
from portfolio.reports.base import Absent
from portfolio.reports.stake_columns import COLUMNS
from portfolio.reports.stake_lines import BY_INSTRUMENT, NO_RIGHT, OF_THE_STAKE, StakeLine
from tests.cast import Cast, now
from tests.portfolio.reports.answers import ask, rows_of


def absence(name: str, line: object) -> Absent | None:
    (column,) = (column for column in COLUMNS if column.name == name)
    assert column.value is not None
    assert column.value(line) is None
    return column.absence(line)


def lines_of_stakes() -> list[StakeLine]:
    return [line for line in ask("stakes", now()).lines if line.stake.level is Level.STAKE]


def test_the_government_and_its_agencies_lead_the_stakes_of_an_issuer(cast: Cast) -> None:
    rows = rows_of(ask("stakes", now()))
    assert [(row["line"], row["holder"], row["deal"]) for row in rows[:3]] == [
        ("government", "government", ""),
        ("agency", "DOW", ""),
        ("stake", "DOW", "palisade-equity"),
    ]
    assert {row["shares_as_converted_and_exercised"] for row in rows[:3]} == {"3500000.000000"}


def test_a_stakes_line_leads_those_of_its_instruments(cast: Cast) -> None:
    lines = lines_of_stakes()
    assert lines[0].is_group
    assert [line.part.line.slug for line in lines[1:] if line.stake is lines[0].stake] == [
        part.line.slug for part in lines[0].stake.parts
    ]
    assert not any(line.is_group for line in lines[1:] if line.stake is lines[0].stake)


def test_what_one_kind_of_line_cannot_have_is_absent_rather_than_unknown(cast: Cast) -> None:
    stake, instrument, *_ = lines_of_stakes()
    for name in ("investment", "instrument", "shares", "confidence"):
        assert absence(name, stake) == BY_INSTRUMENT
    for name in ("basic_share", "fully_diluted_share", "shares_outstanding", "counted_on", "count_sources", "alerts"):
        assert absence(name, instrument) == OF_THE_STAKE


def test_what_is_of_rights_alone_is_none_of_shares_and_may_be_unknown_of_a_right(cast: Cast) -> None:
    """No source says which part of the warrant is exercisable; of a preferred share there is nothing to be known."""
    lines = {line.part.line.slug: line for line in lines_of_stakes() if line.part}
    for name in ("strike_price_usd", "expires_on", "has_expired", "exercisable_rights"):
        assert absence(name, lines["palisade-preferred"]) == NO_RIGHT
    assert absence("exercisable_rights", lines["palisade-warrant"]) is None
