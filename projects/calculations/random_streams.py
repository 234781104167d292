"""Random numbers that are a pure function of (seed, name, draw): the same in any order, chunk, worker or machine.

Philox is a counter-based generator (Salmon et al., SC11, 2011): the word of a draw is computed from its number, so a
chunk of draws needs nothing of the draws before it.
"""

from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
WORDS_A_COUNT = 4  # Philox 4x64 gives four words a count
HALF = np.float64(2.0**-32)

# Wichura, Algorithm AS 241 (PPND16), Applied Statistics 37, 1988: numerator and denominator, highest power first.
CENTRE = (
    (2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4)
    + (1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.3871328727963666080e0),
    (5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4, 2.1213794301586595867e4)
    + (5.3941960214247511077e3, 6.8718700749205790830e2, 4.2313330701600911252e1, 1.0),
)
TAIL = (
    (7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258e0)
    + (3.64784832476320460504e0, 5.76949722146069140550e0, 4.63033784615654529590e0, 1.42343711074968357734e0),
    (1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1)
    + (6.89767334985100004550e-1, 1.67638483018380384940e0, 2.05319162663775882187e0, 1.0),
)
FAR_TAIL = (
    (2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2)
    + (2.96560571828504891230e-1, 1.78482653991729133580e0, 5.46378491116411436990e0, 6.65790464350110377720e0),
    (2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4)
    + (1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1.0),
)


def uniforms(seed: int, name: str, first: int, count: int) -> tuple[Floats, Floats]:
    """Two independent uniforms strictly between 0 and 1 for each of `count` draws from the draw `first` on.

    They are the upper and the lower half of one 64-bit word.
    """
    words = _words(seed, name, first, count)
    return _uniform(words >> np.uint64(32)), _uniform(words & np.uint64(0xFFFFFFFF))


def uniform(seed: int, name: str, first: int, count: int) -> Floats:
    """The first of the two uniforms of each draw."""
    return _uniform(_words(seed, name, first, count) >> np.uint64(32))


def normals(seed: int, name: str, first: int, count: int) -> tuple[Floats, Floats]:
    """Two independent standard normals for each of `count` draws from the draw `first` on."""
    upper, lower = uniforms(seed, name, first, count)
    return normal_of(upper), normal_of(lower)


def normal(seed: int, name: str, first: int, count: int) -> Floats:
    """The first of the two standard normals of each draw."""
    return normal_of(uniform(seed, name, first, count))


def normal_of(uniform: Floats) -> Floats:
    """The standard normal whose probability is `uniform`, strictly between 0 and 1; to about 1 part in 10^16."""
    centred = uniform - 0.5
    square = centred * centred
    square *= -1.0
    square += 0.180625
    result = _ratio(CENTRE, square)
    result *= centred
    outer = np.flatnonzero(square < 0)
    if outer.size:
        sides = centred[outer]
        distance = np.sqrt(-np.log(np.minimum(uniform[outer], 1.0 - uniform[outer])))
        values = _ratio(TAIL, distance - 1.6)
        far = np.flatnonzero(distance > 5.0)
        if far.size:
            values[far] = _ratio(FAR_TAIL, distance[far] - 5.0)
        result[outer] = np.copysign(values, sides)
    return result


def _words(seed: int, name: str, first: int, count: int) -> NDArray[np.uint64]:
    digest = sha256(f"{seed}\n{name}".encode()).digest()
    key = np.array([int.from_bytes(digest[:8], "big"), int.from_bytes(digest[8:16], "big")], dtype=np.uint64)
    start = first // WORDS_A_COUNT
    skipped = first - start * WORDS_A_COUNT
    return np.random.Philox(key=key, counter=[start, 0, 0, 0]).random_raw(skipped + count)[skipped:]


def _uniform(halves: NDArray[np.uint64]) -> Floats:
    result = halves.astype(np.float64)
    result += 0.5
    result *= HALF
    return result


def _ratio(coefficients: tuple[tuple[float, ...], tuple[float, ...]], at: Floats) -> Floats:
    upper = _polynomial(coefficients[0], at)
    upper /= _polynomial(coefficients[1], at)
    return upper


def _polynomial(coefficients: tuple[float, ...], at: Floats) -> Floats:
    result = at * coefficients[0]
    for coefficient in coefficients[1:-1]:
        result += coefficient
        result *= at
    result += coefficients[-1]
    return result
