"""A group line split by the distribution of its feed: numbers to check by hand."""

import csv
from pathlib import Path

import numpy as np
import pytest

from projects import reference
from projects.calculations.distributions import Distribution, Shape
from projects.calculations.splits import distribution_of, shares_of_oxides, shares_of_pair

FILE = Path(reference.__file__).parent / "oxide_distribution.csv"


def rows(feed):
    with FILE.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["feed"] == feed]


def of(row):
    return distribution_of(float(row["value"]), *(float(row[end]) if row[end] else None for end in ("low", "high")))


def test_200_t_at_three_to_one_are_150_of_dysprosium_and_50_of_terbium():
    """From 142.9 to 160.0 and from 40.0 to 57.1 where the ratio is 2.5 to 4."""
    (row,) = rows("mountain-pass-ore-body")
    found = {one.element: [round(200 * end, 1) for end in one.ends] for one in shares_of_pair(row["element"], of(row))}
    assert found == {"Dy": [142.9, 150.0, 160.0], "Tb": [40.0, 50.0, 57.1]}


def test_the_two_parts_of_every_draw_are_the_group():
    first, second = shares_of_pair("Dy : Tb", Distribution(Shape.TRIANGULAR, 2.5, 3.0, 4.0))
    u = np.linspace(0.001, 0.999, 99)
    assert np.allclose(first.at(u) + second.at(u), 1)
    assert (np.diff(first.at(u)) > 0).all()


def test_1000_t_of_araxa_monazite_hold_the_elements_of_its_assay():
    of_oxides = [row for row in rows("araxa-monazite") if row["measure"] == "share of oxides"]
    found = {
        one.element: 1_000 * one.ends[1] for one in shares_of_oxides((row["element"], of(row)) for row in of_oxides)
    }
    assert [round(found[one], 1) for one in ("Nd", "Pr", "Dy", "Tb")] == [163.7, 41.6, 3.5, 2.0]
    assert round(found["Nd"] + found["Pr"], 1) == 205.3


def test_own_feed_gives_120_of_200_t_so_80_come_from_other_feed():
    (row,) = rows("mountain-pass-seg")
    own = 3_000 * float(row["value"])
    assert (own, 200 - own) == (120, 80)


def test_a_share_above_all_of_the_feed_is_refused():
    with pytest.raises(ValueError, match="the share of Nd in the feed is 1.2, above 1"):
        shares_of_oxides([("Nd", Distribution(Shape.FIXED, middle=1.2))])


def test_a_pair_that_names_no_two_elements_is_refused():
    with pytest.raises(ValueError, match="Write them as Dy : Tb"):
        shares_of_pair("Dy", Distribution(Shape.FIXED, middle=3.0))
