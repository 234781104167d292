"""Exact values as text, and hashes over canonical JSON."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from record.calculations.formatting import compact, ended, lowered, moment, percent, plain
from record.calculations.hash_chain import GENESIS, canonical, fingerprint, link
from record.services.wording import proposed


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


def test_a_sentence_ends_in_one_full_stop():
    assert ended("Proposed: the grant to Palisade") == "Proposed: the grant to Palisade."
    assert ended("Proposed: the grant to Palisade Ltd.") == "Proposed: the grant to Palisade Ltd."


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


@pytest.mark.parametrize(
    ("dollars", "shown"),
    [
        ("0", "$0"), ("0.40", "$0"), ("-0.40", "$0"), ("18234.50", "$18,235"), ("999999.49", "$999,999"),
        ("999999.99", "$1M"), ("1000000", "$1M"), ("1004999.99", "$1M"), ("1005000.01", "$1.01M"),
        ("413250000", "$413M"), ("999499999.99", "$999M"), ("999999999.99", "$1B"), ("1000000000", "$1B"),
        ("16437000000", "$16.4B"), ("205000000000", "$205B"), ("1234000000000", "$1,230B"),
        ("-5500000", "-$5.5M"), ("-999999999.99", "-$1B"), ("-18200", "-$18,200"),
    ],
)  # fmt: skip
def test_compact_dollars_have_three_digits_and_are_rounded_before_their_size_is_said(dollars, shown):
    assert compact(Decimal(dollars)) == shown


@pytest.mark.parametrize(("label", "within"), [("Recipient", "recipient"), ("FAIN", "FAIN"), ("", "")])
def test_a_label_in_capitals_stays_so_within_a_sentence(label, within):
    assert lowered(label) == within


def test_a_proposal_about_a_corp_ends_with_one_full_stop():
    said = "Proposed: Pay $8M to MP Materials Corp. Nothing of it counts until another officer approves it."
    assert proposed("Pay $8M to MP Materials Corp.") == said


def test_a_share_is_never_shown_as_nothing_nor_as_the_whole():
    shown = {"0": "0%", "0.000001": "under 0.001%", "-0.000001": "above -0.001%", "0.07945": "7.945%"}
    shown |= {"0.999999": "under 100%", "1": "100%", "-0.5": "-50%", "0.1000005": "10%"}
    assert {share: percent(Decimal(share)) for share in shown} == shown
