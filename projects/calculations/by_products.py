"""By-products: no more comes out of a host stream than it carries."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class HostLimit:
    """What a host stream can give in a year, and by how much a claim is above it: flagged, never capped."""

    limit: Decimal
    claimed: Decimal

    @property
    def excess(self) -> Decimal:
        return max(Decimal(0), self.claimed - self.limit)

    @property
    def flag(self) -> str:
        """A sentence where the claim is above the limit, else empty."""
        if not self.excess:
            return ""
        return (
            f"{self.claimed:,f} a year is claimed, and the host stream gives {self.limit.normalize():,f}. "
            "Check throughput, grade and recovery."
        )


def host_limit(throughput: Decimal, grade: Decimal, recovery: Decimal = Decimal(1)) -> Decimal:
    """Yearly throughput of the host * grade * recovery, both fractions of a unit of the host's throughput.

    Where a source states what is recoverable a unit, that is the grade and the recovery is 1.
    """
    return throughput * grade * recovery


def check_against_host(
    claimed: Decimal, throughput: Decimal | None, grade: Decimal | None, recovery: Decimal = Decimal(1)
) -> HostLimit | None:
    """A claimed by-product output against its host, in one unit; None where the host stream is unknown."""
    if throughput is None or grade is None:
        return None
    return HostLimit(host_limit(throughput, grade, recovery), claimed)
