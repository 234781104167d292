"""Two rows of one file that are alike, and an entry of a coarser day that may be one on record, are asked about."""

import pytest

from portfolio.models import Transaction
from portfolio.services import identity
from tests.cast import Cast, day

from .conftest import put, show

AWARD = "palisade-doe-grant"
HEAD = "investment,kind,effective_on,amount_usd,source_key,same_as,transaction"


def told(*rows: str) -> list[tuple[str, str]]:
    """What becomes of each row, and what it is asked."""
    text = "".join(f"{line}\n" for line in (HEAD, *rows))
    plan = show("transactions", text, sources="cast1")
    return [
        (str(row.becomes), " ".join(what for *_, what in row.changes) if row.becomes == "refused" else row.why)
        for row in plan.row_outcomes
    ]


def asked(*rows: str) -> list[bool]:
    """Of each row whether it is asked about."""
    return ["one entry, or two?" in what or "or another one?" in what for _, what in told(*rows)]


@pytest.mark.django_db
def test_two_alike_without_a_key_are_asked_about(cast: Cast) -> None:
    rows = (f"{AWARD},commitment,2026-03-02,1000,,,", f"{AWARD},commitment,2026-03-02,1000,,,")
    (first, _), (second, what) = told(*rows)
    assert (first, second) == ("new", "refused")
    assert what == (
        "Row 2 has the same award, kind and amount, on 2026-03-02. Are they one entry, or two? Leave one of them out, "
        'or write "another" in the column same_as.'
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "second", "is_asked"),
    [
        ("2026-03-02,1000,,,", "2026-03-02,1000,,another,", False),
        ("2026-03-02,1000,K1,,", "2026-03-02,1000,K2,,", False),
        ("2026-03-02,1000,K1,,", "2026-03-02,1000,,,", True),
        ("2026-03-02,1000,,,T1", "2026-03-02,1000,,,T2", False),
        ("2026-03-02,1000,,,", "2026-03-03,1000,,,", False),
        ("2026-03-02,1000,,,", "2026-03-02,1001,,,", False),
        ("2026-03,1000,,,", "2026-03-02,1000,,,", True),
        ("2026-03-02,1000,,,", "2026,1000,,,", True),
        ("2026-04,1000,,,", "2026-03-02,1000,,,", False),
    ],
)
def test_what_tells_two_rows_apart(cast: Cast, first: str, second: str, is_asked: bool) -> None:
    assert asked(f"{AWARD},commitment,{first}", f"{AWARD},commitment,{second}") == [False, is_asked]


@pytest.mark.django_db
def test_a_coarser_day_that_may_be_one_on_record_is_asked_about(cast: Cast) -> None:
    head = "investment,kind,effective_on,amount_usd\n"
    put("transactions", f"{head}{AWARD},commitment,2026-03-02,1000\n", sources="cast1")
    entry = Transaction.objects.latest("number")
    for when, is_asked in (("2026-03", True), ("2026", True), ("2026-04", False), ("2025", False)):
        assert asked(f"{AWARD},commitment,{when},1000,,,") == [is_asked]
    ((_, what),) = told(f"{AWARD},commitment,2026-03,1000,,,")
    assert what.startswith(f"{entry.reference} has the same award, kind, amount, on 2026-03-02, which may be the day;")
    assert told(f"{AWARD},commitment,2026-03,1000,,{entry.reference},") == [("same", f"It is {entry.reference}.")]
    assert told(f"{AWARD},commitment,2026-03,1000,,another,")[0][0] == "new"


@pytest.mark.django_db
def test_a_key_of_a_coarser_day_takes_no_exact_day_away(cast: Cast) -> None:
    head = "investment,kind,effective_on,amount_usd,source_key,same_as\n"
    put("transactions", f"{head}{AWARD},commitment,2026-03-02,1000,,\n", sources="cast1")
    entry = Transaction.objects.latest("number")
    keyed = f"{head}{AWARD},commitment,2026-03,1000,K1,{entry.reference}\n"
    put("transactions", keyed, sources="cast1")
    put("transactions", keyed, sources="cast1")
    assert Transaction.objects.latest("number") == entry


@pytest.mark.django_db
def test_the_form_asks_what_the_file_asks(cast: Cast) -> None:
    award = cast.investments[AWARD]
    put("transactions", f"investment,kind,effective_on,amount_usd\n{AWARD},commitment,2026-03-02,1000\n",
            sources="cast1")  # fmt: skip
    entries = [
        Transaction(investment=award, kind="commitment", amount=1000, effective_on=day(when))
        for when in ("2026-03", "2026-Q1", "2026-04-01")
    ]
    assert [len(identity.entry_questions(one)) for one in entries] == [1, 1, 0]
    (told_of_two,) = identity.like_each_other(entries)
    assert told_of_two.startswith("Rows 1 and 2 have the same kind and amount")
