"""A kind, a health or a figure of capacity that nobody has defined raises with its name."""

from types import SimpleNamespace

import pytest

from projects.calculations.alerts import next_step, raises_alert
from projects.calculations.schedule import Statement
from projects.services.phase_inputs import kind_of


def test_a_statement_of_an_unknown_kind_is_no_promise():
    with pytest.raises(ValueError, match="'rumour' is not a valid Kind"):
        Statement("rumour", None)


def test_an_unknown_health_raises():
    with pytest.raises(ValueError, match="'better' is not a valid Health"):
        raises_alert("better")
    with pytest.raises(ValueError, match="'better' is not a valid Health"):
        next_step("better")


def test_a_figure_of_an_unknown_kind_raises():
    with pytest.raises(KeyError, match="GUESS"):
        kind_of(SimpleNamespace(kind="guess", counts_as="", factor_to_unit_of_account=None))
