"""How much, how long and how often a feed asks."""

from dataclasses import dataclass

MEBIBYTE = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one run. Seconds, but for `most_bytes` of one answer, `most_in_all` bytes of all, and counts."""

    connect: float = 10.0
    silence: float = 30.0
    """The longest wait for the next bytes of an answer."""
    one_answer: float = 300.0
    most_bytes: int = 64 * MEBIBYTE
    most_in_all: int = 256 * MEBIBYTE
    most_requests: int = 2_000
    most_redirects: int = 5
    tries: int = 4
    first_pause: float = 2.0
    """Before the second try; twice as long before each further one."""
    longest_pause: float = 120.0
    """A server that asks for a longer pause is asked again at the next run."""
    between: float = 0.2
    """Between two requests: five a second at most, where EDGAR allows ten."""
