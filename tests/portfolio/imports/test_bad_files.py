"""Thousands of bad files: none is half imported, none ends in an error that nobody expected."""

import os

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from portfolio.imports.kinds import KINDS
from portfolio.imports.mapping import Mapping
from portfolio.imports.run import Refused, read, write
from portfolio.imports.tables import UnreadableFile
from portfolio.models import Transaction
from projects.models import Recording
from tests.cast import TODAY

from .conftest import exported
from .test_reading import workbook
from .test_round_trip import AWKWARD

EXAMPLES = int(os.environ.get("BAD_FILES", "5000"))
KNOWN = sorted({one.name for kind in KINDS.values() for one in kind.wanted})
HEADINGS = st.one_of(st.sampled_from(KNOWN), st.sampled_from(AWKWARD), st.text(max_size=8))
GOOD = [
    "palisade-doe-grant",
    "saltwash-doe-loan",
    "fee",
    "disbursement",
    "1.00",
    "2026-01-05",
    "cast1",
    "",
    "DOE",
    "palisade",
]
CELLS = st.one_of(st.sampled_from(GOOD), st.sampled_from(AWKWARD), st.text(max_size=12))


def spelt(rows, separator, end):
    return end.join(separator.join(f'"{cell}"' if "," in cell else cell for cell in row) for row in rows)


@st.composite
def files(draw):
    """A table with a known or odd header, ragged or not, in some encoding; or a good file, bitten."""
    if draw(st.integers(0, 3)) == 0:
        good = draw(st.sampled_from(GOOD_FILES))
        cut = draw(st.integers(0, len(good)))
        return good[:cut] + draw(st.binary(max_size=12)) + good[cut + draw(st.integers(0, 4)) :]
    kind = KINDS[draw(st.sampled_from(sorted(KINDS)))]
    header = draw(
        st.one_of(
            st.just([one.name for one in kind.wanted if not one.shown_only]),
            st.lists(HEADINGS, min_size=1, max_size=6),
        )
    )
    width = st.just(len(header)) if draw(st.booleans()) else st.integers(0, len(header) + 2)
    rows = [header, *(draw(st.lists(CELLS, min_size=n, max_size=n)) for n in draw(st.lists(width, max_size=4)))]
    if draw(st.integers(0, 9)) == 0:
        try:
            return workbook([[cell[:100] for cell in row] for row in rows])
        except (ValueError, TypeError):
            return b"PK\x03\x04"
    text = spelt(rows, draw(st.sampled_from(",,,;\t")), draw(st.sampled_from(["\n", "\r\n", "\r"])))
    encoding = draw(st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "cp1252", "utf-16", "latin-1"]))
    return text.encode(encoding, errors="replace")


GOOD_FILES: list[bytes] = []


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(content=files(), kind=st.sampled_from(sorted(KINDS)))
def try_one(content, kind):
    before = Recording.objects.last_serial(), Transaction.objects.count()
    said, recording = "", None
    try:
        reading = read(kind, content, Mapping())
        _, recording = write(reading, expected=None, why="a bad file", today=TODAY, by_name="loader")
    except (UnreadableFile, Refused) as error:
        said = str(error) or "refused without a word"
    after = Recording.objects.last_serial(), Transaction.objects.count()
    assert said != "refused without a word"
    assert after == before if recording is None else after[0] == before[0] + 1


@pytest.mark.slow
def test_no_bad_file_is_half_imported_or_ends_in_an_unexpected_error(cast):
    GOOD_FILES[:] = [
        exported(kind, spelling)
        for kind in ("investments", "transactions", "share-counts")
        for spelling in ("csv", "xlsx")
    ]
    try_one()
