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
CARBONATE = ("Li (contained)", "Li2CO3 (LCE)")
COPPER = ("Cu in concentrate", "refined Cu")
ALUMINA = ("Alumina made from 50 ppm Ga bauxite", "Ga recoverable (t per t alumina)")
ORE = ("Manganese ore", "Mn contained")
NIOBIUM = ("Nb2O5", "Nb contained")
TITANIUM = ("TiO2", "Ti contained")
KILOGRAMS = ("metric ton", "kilogram")

FINAL = "the final product itself"
YIELDS = "yields on record"
AT_LEAST = "as contained, losses unknown: at least"

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Made:
    """A figure of national production: the mineral and the stage as the statistics name them.

    `unit` is what it is printed in, empty where that is the unit of the stage; `times` leads to the latter. `feed`
    says where it is made from feed that is not of the stage before: imported, or scrap.
    """

    mineral: str
    stage: str
    unit: str = ""
    times: tuple[Pair, ...] = ()
    feed: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A stage: the mineral that counts there, and the factors that say what one unit of the final product takes.

    `times` are multiplied, `by` divides. None for `times`: no factor is known. With `at_least` the factors carry only
    what is contained and no yield is on record: what is taken is at least that. `made` names the national production.
    """

    stage: str
    mineral: str
    times: tuple[Pair, ...] | None = ()
    by: tuple[Pair, ...] = ()
    made: tuple[Made, ...] = ()
    at_least: bool = False

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

    @property
    def rests_on(self) -> str | None:
        """On what its factor rests, in words; None where there is none."""
        if self.times is None:
            return None
        if self.at_least:
            return AT_LEAST
        return YIELDS if self.times or self.by else FINAL


@dataclass(frozen=True, slots=True)
class Side:
    """Feed from another side, such as scrap, that joins a stage: its national production and what is taken of it."""

    link: Link
    into: str


def contained(stage: str, mineral: str, *made: Made, by: tuple[Pair, ...] = ()) -> Link:
    """A stage of which no yield is on record: the final product holds at most what the stage's output contains."""
    return Link(stage, mineral, (), by, made, at_least=True)


CHAINS: dict[str, tuple[Link, ...]] = {
    "rare-earths-magnet-chain": (
        Link("mine", "reo", (MAGNET,), (CONCENTRATE,), (Made("Rare earths", "mineral concentrates"),)),
        Link("separation", "ndpr", (MAGNET,)),
        Link("metal-alloy", "ndpr", (MAGNET, OXIDE)),
        Link("magnet", "magnet"),
    ),
    "lithium": (
        Link("mine", "li", (HELD,), (MADE,), (Made("Lithium", "mine and brine", "t Li", (CARBONATE,)),)),
        Link("chemical", "li"),
    ),
    "graphite": (
        Link("mine", "gra", (), (SHAPED, FLAKE), (Made("Graphite (natural)", "mine"),)),
        Link("shaping", "gra", (), (SHAPED,)),
        Link("anode", "anode"),
    ),
    "copper": (
        Link("mine", "cu", (), (COPPER,), (Made("Copper", "mine, recoverable"),)),
        contained("smelter", "cu"),
        Link("refinery", "cu", made=(Made("Copper", "refinery, primary"),
                                     Made("Copper", "refinery, secondary", feed="scrap"))),
    ),
    "antimony": (
        contained("mine", "sb", Made("Antimony", "mine")),
        Link("smelter", "sb", made=(Made("Antimony", "smelter, primary (imported feed)", feed="imported"),
                                    Made("Antimony", "smelter, secondary", feed="scrap"))),
    ),
    "cobalt": (contained("mine", "co", Made("Cobalt", "mine")), contained("intermediate", "co"), Link("refined", "co")),
    "gallium": (
        Link("host", "alumina", (), (ALUMINA, KILOGRAMS)),
        Link("primary", "ga", made=(Made("Gallium", "primary"),)),
    ),
    "germanium": (contained("host", "ge"), Link("primary", "ge", made=(Made("Germanium", "refinery, primary"),))),
    "manganese": (
        contained("mine", "mn", Made("Manganese", "mine", "t gross", (ORE,))),
        Link("chemical", "mn"),
    ),
    "nickel": (
        contained("mine", "ni", Made("Nickel", "mine")),
        contained("intermediate", "ni"),
        Link("refined", "ni", made=(Made("Nickel", "refinery, byproduct"),)),
    ),
    "tantalum-niobium": (
        contained("mine", "nb", by=(NIOBIUM,)),
        contained("chemical", "nb"),
        Link("metal", "nb"),
    ),
    "titanium-metal": (
        contained("mineral", "ti", by=(TITANIUM,)),
        contained("feed", "ti"),
        Link("metal", "ti", made=(Made("Titanium sponge", "sponge", "t"),)),
    ),
    "tungsten": (contained("mine", "w", Made("Tungsten", "mine")), Link("chemical", "w")),
}  # fmt: skip
"""Each chain up to the product that its balance is about, the final one last."""

SIDES: dict[str, tuple[Side, ...]] = {
    "copper": (Side(Link("scrap", "cu", made=(Made("Copper", "refinery, secondary"),)), "refinery"),),
    "antimony": (Side(Link("scrap", "sb", made=(Made("Antimony", "smelter, secondary"),)), "smelter"),),
    "cobalt": (Side(Link("scrap", "co", made=(Made("Cobalt", "secondary (scrap)"),)), "refined"),),
}
"""Where more than one route leads to the final product: the feeds that join it, for a maximum flow.

Of synthetic graphite, which joins at the anode, neither a plant nor a national figure is on record.
"""
