"""Running totals whose lowest later value is found in logarithmic time."""

from decimal import Decimal

from portfolio.calculations.balance import ZERO


class RunningMinimum:
    """Totals over `size` places in order, each place holding what was added there or before.

    A tree of (sum, lowest running total) over ever larger stretches of places; adding and asking both climb it once.
    """

    def __init__(self, size: int) -> None:
        self.first_leaf = 1 << max(size - 1, 0).bit_length()
        self.sums = [ZERO] * (2 * self.first_leaf)
        self.lows = [ZERO] * (2 * self.first_leaf)

    def add(self, place: int, change: Decimal) -> Decimal:
        """Add `change` from `place` on; returns the lowest total at that place or later."""
        sums, lows = self.sums, self.lows
        node = self.first_leaf + place
        sums[node] += change
        lows[node] = lowest = sums[node]
        while node > 1:
            left, right = node & ~1, node | 1
            if node == left:
                lowest = min(lowest, sums[left] + lows[right])
            else:
                lowest += sums[left]
            node >>= 1
            sums[node] = sums[left] + sums[right]
            lows[node] = min(lows[left], sums[left] + lows[right])
        return lowest
