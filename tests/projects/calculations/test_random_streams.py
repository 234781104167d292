from statistics import NormalDist

import numpy as np
import pytest

from projects.calculations.random_streams import normal_of, normals, uniforms

UPPER = [613844611, 252801106, 222653915]
LOWER = [1898588809, 2737314452, 513571629]


def test_a_draw_depends_on_its_number_and_not_on_where_the_chunk_begins():
    upper, lower = uniforms(7, "start:thacker-pass", 0, 100)
    for first, count in ((0, 100), (1, 99), (37, 20), (99, 1)):
        again = uniforms(7, "start:thacker-pass", first, count)
        assert np.array_equal(again[0], upper[first : first + count])
        assert np.array_equal(again[1], lower[first : first + count])


def test_seed_and_name_each_make_another_stream():
    first = uniforms(7, "a", 0, 4)[0].tolist()
    assert first != uniforms(8, "a", 0, 4)[0].tolist()
    assert first != uniforms(7, "b", 0, 4)[0].tolist()


def test_the_streams_are_the_same_on_every_machine():
    # The words of Philox 4x64-10 under the first 16 bytes of SHA-256("1\nx"), as whole 32-bit numbers and a half.
    upper, lower = uniforms(1, "x", 0, 3)
    assert (upper * 2**32 - 0.5).tolist() == UPPER
    assert (lower * 2**32 - 0.5).tolist() == LOWER


@pytest.mark.parametrize("share", [2.0**-33, 1e-9, 0.001, 0.074, 0.076, 0.5, 0.6, 0.926, 0.97, 1 - 2.0**-33])
def test_normals_are_those_of_their_probability(share):
    assert normal_of(np.array([share]))[0] == pytest.approx(NormalDist().inv_cdf(share), abs=1e-14)


def test_normals_are_standard_and_apart():
    z, other = normals(3, "mineral:Li", 0, 200_000)
    assert abs(z.mean()) < 0.01
    assert abs(z.std() - 1) < 0.01
    assert abs(np.corrcoef(z, other)[0, 1]) < 0.01
