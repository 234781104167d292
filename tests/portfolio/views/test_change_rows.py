"""A change as a page shows it: never the same words before and after."""

import pytest

from portfolio.pages.changes import ChangeRow
from portfolio.reports.since.kinds import PROJECTION
from portfolio.reports.since.lines import HAPPENED, About, ChangeLine


@pytest.mark.parametrize(
    ("subject", "before", "after", "shown"),
    [
        (PROJECTION, "279104.2 t", "279012.9 t", ("279,100 t", "279,000 t")),
        (PROJECTION, "10723.1 t", "9012.9 t", ("10,700 t", "9,010 t")),
        ("terms", "1,204,400,000 USD", "1,204,900,000 USD", ("1,204,400,000 USD", "1,204,900,000 USD")),
        ("terms", "1,200,000,000 USD", "1,400,000,000 USD", ("$1.2B", "$1.4B")),
    ],
)
def test_a_change_below_three_digits_has_as_many_as_tell_the_two_apart(subject, before, after, shown):
    line = ChangeLine(
        change=HAPPENED, subject=subject, about=About(name="Alumina"), what="In 2030", before=before, after=after
    )
    row = ChangeRow(line)
    assert (row.before, row.after) == shown
