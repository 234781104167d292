"""Exact values as text, and hashes over canonical JSON."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from record.calculations.formatting import moment, plain
from record.calculations.hash_chain import GENESIS, canonical, fingerprint, link


def test_a_number_is_plain_digits_with_its_places():
    assert plain(Decimal("1234567.5"), 2) == "1234567.50"
    assert plain(Decimal("1E+3"), 0) == "1000"
    assert plain(Decimal("-0.01"), 2) == "-0.01"
    assert plain(Decimal("0.07945"), 6) == "0.079450"
    assert plain(Decimal(1), 18) == "1.000000000000000000"
    assert plain(None, 2) == ""


def test_a_figure_is_never_rounded_away():
    with pytest.raises(ValueError, match=r"^1\.001 has more than 2 decimal places\.$"):
        plain(Decimal("1.001"), 2)


def test_a_moment_is_in_utc_to_the_millisecond():
    assert moment(datetime(2026, 10, 5, 17, 0, 0, 250_999, tzinfo=UTC)) == "2026-10-05T17:00:00.250Z"
    in_new_york = datetime(2026, 10, 5, 13, 0, tzinfo=timezone(timedelta(hours=-4)))
    assert moment(in_new_york) == "2026-10-05T17:00:00.000Z"


def test_canonical_json_has_its_keys_in_order_no_spaces_and_utf_8():
    assert canonical({"b": "2", "a": "é"}) == '{"a":"é","b":"2"}'.encode()


def test_a_link_is_sha_256_over_the_previous_hash_and_the_content():
    # printf '%064d{"a":"é","b":"2"}' 0 | sha256sum
    assert link(GENESIS, {"b": "2", "a": "é"}) == "a6e75ab2af3ecc0f312d79fdc3be74049aaf2d6ff249ad750ecc38b0133015aa"
    # printf '[1,"x"]' | sha256sum
    assert fingerprint([1, "x"]) == "b1aafb0d4ee706f1fe2ea1f8a4d7d84ec4c24870a2b91d2da6f2ddb0c2249dcf"
