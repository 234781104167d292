"""What differs between two answers, counted by hand."""

from portfolio.calculations.differences import difference


def rows(*texts: str) -> list[dict[str, str]]:
    return [dict(zip(("investment", "agency", "exposure_usd"), text.split(), strict=True)) for text in texts]


JUNE = rows("mp-loan DOW 10.00", "lac-loan DOE 20.00", "tmc-grant DOW 5.00")
OCTOBER = rows("mp-loan DOW 12.50", "lac-loan DOE 20.00", "niron-loan DOE 7.00")
NAMING = ("investment", "agency")


def test_rows_are_restated_added_gone_or_the_same():
    found = difference(JUNE, OCTOBER, naming=NAMING)
    assert found.named_by == ("investment",)
    assert [(one.change, one.key, one.cells) for one in found.changed] == [
        ("restated", ("mp-loan",), ("exposure_usd",)),
        ("added", ("niron-loan",), ()),
        ("gone", ("tmc-grant",), ()),
    ]
    assert (found.same, found.count("restated"), found.count("added"), found.count("gone")) == (1, 1, 1, 1)


def test_an_answer_does_not_differ_from_itself():
    found = difference(JUNE, JUNE, naming=NAMING)
    assert (list(found.changed), found.same) == ([], 3)


def test_a_row_is_named_by_as_few_columns_as_tell_all_apart():
    twice = [*JUNE, *rows("mp-loan DOE 1.00")]
    found = difference(JUNE, twice, naming=NAMING)
    assert found.named_by == ("investment", "agency")
    assert [(one.change, one.key) for one in found.changed] == [("added", ("mp-loan", "DOE"))]


def test_rows_named_alike_are_told_apart_by_their_place():
    before, after = rows("x DOW 1.00", "x DOW 2.00"), rows("x DOW 1.00", "x DOW 3.00", "x DOW 4.00")
    found = difference(before, after, naming=NAMING)
    assert [(one.change, one.row["exposure_usd"]) for one in found.changed] == [("restated", "3.00"), ("added", "4.00")]
    assert [one.key for one in found.changed] == [("x", "DOW", "no. 2"), ("x", "DOW", "no. 3")]


def test_an_empty_answer_is_compared_too():
    assert difference([], JUNE, naming=NAMING).count("added") == 3
    assert difference(JUNE, [], naming=NAMING).count("gone") == 3
    assert list(difference([], [], naming=NAMING).changed) == []


def test_a_column_of_one_answer_alone_is_told_and_not_compared():
    later = [{**row, "headroom_usd": "1.00"} for row in JUNE]
    found = difference(JUNE, later, naming=NAMING)
    assert (found.only_before, found.only_after, found.same) == ((), ("headroom_usd",), 3)
