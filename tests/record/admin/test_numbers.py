"""How an officer types a number, and how it is spelt back."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from portfolio.models import Terms
from record.admin.numbers import form_field
from record.calculations.column_figures import formatted_number, is_fraction
from record.models.fields import ExactField


def column(name: str) -> ExactField:
    return Terms._meta.get_field(name)


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("stated_stake_share", "15", Decimal("0.15")),
        ("stated_stake_share", "7.945%", Decimal("0.07945")),
        ("announced_amount", "$2,230,000,000.00", Decimal("2230000000.00")),
        ("price_per_share", "30.03", Decimal("30.03")),
        ("announced_amount", "", None),
    ],
)
def test_a_number_is_taken_as_a_person_types_it(name, typed, kept):
    assert form_field(column(name)).clean(typed) == kept


@pytest.mark.parametrize("typed", ["NaN", "Infinity", "1e40", "0.001", "ten", "--1"])
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(ValidationError):
        form_field(column("announced_amount")).clean(typed)


def test_a_percent_is_shown_again_as_it_was_typed():
    assert form_field(column("stated_stake_share")).prepare_value(Decimal("0.150000")) == "15%"


def test_a_price_per_share_is_no_percent():
    assert [name for name in ("price_per_share", "stated_stake_share", "spread", "shares") if is_fraction(name)] == [
        "stated_stake_share",
        "spread",
    ]


def test_figures_are_spelt_with_their_unit():
    assert formatted_number("amount", Decimal("60000000")) == "$60,000,000.00"
    assert formatted_number("stated_stake_share", Decimal("0.15")) == "15%"
    assert formatted_number("shares", Decimal("24521672.000000")) == "24,521,672"
    assert formatted_number("strike_price", Decimal("30.03000000")) == "$30.03"
