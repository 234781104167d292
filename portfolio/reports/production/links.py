"""How the stages of a chain lead to its final product: which factors of the record, and which national figures.

Only names stand here; every number is read from the record.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

ONE = Decimal(1)
MAGNET = ("NdFeB magnet finished", "NdPr oxide needed as fresh feed, no swarf recycling")
OXIDE = ("NdPr oxide (75/25 by mass)", "NdPr metal")
CONCENTRATE = ("Total REO in Mountain Pass concentrate", "NdPr oxide produced")
SHAPED = ("uncoated spherical purified graphite", "coated anode (CSPG)")
FLAKE = ("Flake graphite concentrate 94-97% C", "uncoated spherical purified graphite")
MADE = ("Spodumene concentrate 6.0% Li2O", "Li2CO3 (LCE) produced")
HELD = ("Spodumene concentrate 6.0% Li2O", "Li2CO3 (LCE) contained")
COPPER = ("Cu in concentrate", "refined Cu")

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Link:
    """A stage: the mineral that counts there, and the factors that say what one unit of the final product takes.

    `times` are multiplied, `by` divides. None for `times`: no factor is known. `made` names the national production.
    """

    stage: str
    mineral: str
    times: tuple[Pair, ...] | None = ()
    by: tuple[Pair, ...] = ()
    made: Pair | None = None

    def needed(self, factors: Mapping[Pair, Decimal]) -> Decimal | None:
        """What one unit of the final product takes of this stage; None where a factor is not on record."""
        if self.times is None or any(pair not in factors for pair in (*self.times, *self.by)):
            return None
        result = ONE
        for pair in self.times:
            result *= factors[pair]
        for pair in self.by:
            result /= factors[pair]
        return result


CHAINS: dict[str, tuple[Link, ...]] = {
    "rare-earths-magnet-chain": (
        Link("mine", "reo", (MAGNET,), (CONCENTRATE,), ("Rare earths", "mineral concentrates")),
        Link("separation", "ndpr", (MAGNET,)),
        Link("metal-alloy", "ndpr", (MAGNET, OXIDE)),
        Link("magnet", "magnet"),
    ),
    "lithium": (Link("mine", "li", (HELD,), (MADE,)), Link("chemical", "li")),
    "graphite": (
        Link("mine", "c", (), (SHAPED, FLAKE), ("Graphite (natural)", "mine")),
        Link("shaping", "c", (), (SHAPED,)),
        Link("anode", "anode"),
    ),
    "copper": (
        Link("mine", "cu", (), (COPPER,), ("Copper", "mine")),
        Link("smelter", "cu", None),
        Link("refinery", "cu"),
    ),
    "antimony": (Link("mine", "sb", None), Link("smelter", "sb")),
    "cobalt": (Link("mine", "co", None), Link("intermediate", "co", None), Link("refined", "co")),
    "gallium": (Link("host", "alumina", None), Link("primary", "ga", (), (), ("Gallium", "primary"))),
    "germanium": (Link("host", "ge", None), Link("primary", "ge")),
    "manganese": (Link("mine", "mn", None), Link("chemical", "mn")),
    "nickel": (Link("mine", "ni", None), Link("intermediate", "ni", None), Link("refined", "ni")),
    "tantalum-niobium": (Link("mine", "nb", None), Link("chemical", "nb", None), Link("metal", "nb")),
    "titanium-metal": (Link("mineral", "ti", None), Link("feed", "ti", None), Link("metal", "ti")),
    "tungsten": (Link("mine", "w", None), Link("chemical", "w")),
}
"""Each chain up to the product that its balance is about, the final one last."""
