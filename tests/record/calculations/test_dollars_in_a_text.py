"""Amounts within a text, as a page says them."""

import pytest

from record.calculations.formatting import dollars_in


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Commitment: 1,400,000,000 USD, 12,458,128 shares", "Commitment: $1.4B, 12,458,128 shares"),
        ("amount: 8,400,000,000 USD; state: reported", "amount: $8.4B; state: reported"),
        ("Disbursement: 342,456,789.12 USD", "Disbursement: $342M"),
        ("47.26 USD on 2026-09-18", "$47.26 on 2026-09-18"),
        ("-18,200 USD", "-$18,200"),
        ("110 USD/kg and 60 USD a kilogram", "110 USD/kg and 60 USD a kilogram"),
    ],
)
def test_an_amount_of_a_text_is_short_and_a_price_of_a_measure_stays(text: str, said: str) -> None:
    assert dollars_in(text) == said
