"""How a project is supported is the strongest award that reaches it."""

import pytest

from portfolio.calculations.kinds import Status
from portfolio.calculations.support import Support, support_of


@pytest.mark.parametrize(
    ("statuses", "support"),
    [
        (set(), "no award"),
        ({Status.LAPSED}, "ended awards only"),
        ({Status.TERMINATED, Status.LAPSED}, "ended awards only"),
        ({Status.LAPSED, Status.ANNOUNCED}, "announced only"),
        ({Status.ANNOUNCED, Status.LOI}, "letters only"),
        ({Status.LOI, Status.CONDITIONAL}, "conditional only"),
        ({Status.CONDITIONAL, Status.COMMITTED}, "counted"),
        ({Status.LAPSED, Status.DISBURSING}, "counted"),
    ],
)
def test_the_strongest_award_counts(statuses: set[Status], support: str):
    assert support_of(statuses) is Support(support)
