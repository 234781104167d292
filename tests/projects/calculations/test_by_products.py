from decimal import Decimal

from projects.calculations.by_products import check_against_host


def test_a_by_product_above_its_host_stream_is_flagged_and_not_capped():
    found = check_against_host(Decimal(50), Decimal(1_000_000), Decimal("0.00001755"))
    assert (found.limit, found.claimed, found.excess) == (Decimal("17.55"), 50, Decimal("32.45"))
    assert found.flag.startswith("50 a year is claimed, and the host stream gives 17.55")


def test_a_claim_within_its_host_has_no_flag_and_an_unknown_host_no_answer():
    assert check_against_host(Decimal(10), Decimal(1000), Decimal("0.05"), Decimal("0.5")).flag == ""
    assert check_against_host(Decimal(10), None, Decimal("0.05")) is None
