"""The price of each product by quarter, as a manager gives it: flat, typed quarter by quarter, or in a file."""

import csv
import io
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from .quarters import dated, quarter_named

ANY = ""
"""The product of a price that is given for all products."""
MOST_PRICES = 400
MOST_USD_PER_KG = Decimal(500_000)
PLACES = 4
HOW = "Write 60, or 2026-Q4=60; 2027=65. The price of one product begins with its identifier and a colon."
ENTRY = re.compile(r"(?:(?P<product>[\w-]+)\s*:)?\s*(?:(?P<period>\d{4}(?:-Q[1-4])?)\s*=)?\s*(?P<price>\d+(?:\.\d+)?)")
PRODUCT = re.compile(r"[\w-]*")
NUMBER = re.compile(r"\d{1,20}(?:\.\d{1,20})?")
HEADINGS = ("product", "period", "price_usd_per_kg")


@dataclass(frozen=True, slots=True)
class PricePath:
    """Prices in USD a kilogram by product. One that is given for a quarter holds until the next one that is given.

    `flat` holds in the quarters before the first of `stepped`, and where none is given in all of them.
    """

    flat: Mapping[str, Decimal] = field(default_factory=dict)
    stepped: Mapping[str, tuple[tuple[int, Decimal], ...]] = field(default_factory=dict)

    def of(self, product: str, quarter: int) -> tuple[Decimal, str] | None:
        """The price of a product in a quarter, and how it was given; its own before that of all products."""
        for name in (product, ANY):
            steps = self.stepped.get(name, ())
            place = bisect_right([first for first, _ in steps], quarter)
            if place:
                first, price = steps[place - 1]
                return price, f"given from {dated(first)}"
            if name in self.flat:
                return self.flat[name], "given, flat"
        return None

    @property
    def products(self) -> list[str]:
        """The products that are named in it."""
        return sorted({*self.flat, *self.stepped} - {ANY})

    @property
    def text(self) -> str:
        """As an address has it: read again it is the same path."""
        said = [f"{_named(name)}{price}" for name, price in sorted(self.flat.items())]
        said += [
            f"{_named(name)}{dated(first)}={price}"
            for name, steps in sorted(self.stepped.items())
            for first, price in steps
        ]
        return "; ".join(said)


def _named(product: str) -> str:
    return f"{product}:" if product else ""


def path_of(text: str) -> PricePath:
    """The path of a text: "60", "2026-Q4=60; 2027=65", "ndpr:60; dy:250". Raises ValueError, with what to do."""
    parts = [part.strip() for part in re.split(r"[;,\n]", text) if part.strip()]
    found = []
    for part in parts:
        match = ENTRY.fullmatch(part)
        if match is None:
            raise ValueError(f'"{part}" is no price. {HOW}')
        found.append((match["product"] or ANY, match["period"] or "", match["price"]))
    return _path(found)


def path_of_csv(content: bytes) -> PricePath:
    """The path that a CSV gives: a heading, then product and period, which may be empty, and the price a kilogram."""
    try:
        reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        rows = list(reader)
    except (UnicodeDecodeError, csv.Error) as error:
        raise ValueError("The file is no CSV in UTF-8. Save it as CSV and send it again.") from error
    headings = [name.strip() for name in reader.fieldnames or ()]
    unknown = [name for name in headings if name not in HEADINGS]
    if unknown or HEADINGS[2] not in headings:
        raise ValueError(f"The file has the headings {', '.join(headings) or 'none'}. Give {', '.join(HEADINGS)}.")
    if any(None in row for row in rows):
        raise ValueError("A row of the file has more cells than there are headings. Put a comma for each empty cell.")
    if not rows:
        raise ValueError("The file has headings and no price. Give a row for each price.")
    cells = [{(name or "").strip(): (text or "").strip() for name, text in row.items() if name} for row in rows]
    return _path((row.get("product", ANY), row.get("period", ""), row.get(HEADINGS[2], "")) for row in cells)


def _path(entries: Iterable[tuple[str, str, str]]) -> PricePath:
    flat: dict[str, Decimal] = {}
    stepped: dict[str, dict[int, Decimal]] = defaultdict(dict)
    for number, (product, period, text) in enumerate(entries, start=1):
        if number > MOST_PRICES:
            raise ValueError(f"More than {MOST_PRICES} prices are given. Give fewer.")
        if not PRODUCT.fullmatch(product):
            raise ValueError(f'"{product}" is no product. Give its identifier: letters, digits, hyphens, such as ndpr.')
        name, price = product.casefold(), _price(text)
        known: dict[int, Decimal] | dict[str, Decimal] = stepped[name] if period else flat
        key = quarter_named(period) if period else name
        if key in known:
            whom = f"{product}: " if product else ""
            raise ValueError(f"{whom}two prices are given for {period or 'every quarter'}. Give one.")
        known[key] = price  # type: ignore[index]
    return PricePath(flat, {name: tuple(sorted(steps.items())) for name, steps in stepped.items() if steps})


def _price(text: str) -> Decimal:
    if not NUMBER.fullmatch(text):
        raise ValueError(f'"{text}" is no price in USD a kilogram. {HOW}')
    price = Decimal(text)
    if not 0 <= price <= MOST_USD_PER_KG:
        raise ValueError(f"{text} USD a kilogram is not from 0 to {MOST_USD_PER_KG:,}. {HOW}")
    if price != price.quantize(Decimal(1).scaleb(-PLACES)):
        raise ValueError(f"{text} has more than {PLACES} decimal places. Round it.")
    return price.normalize() + 0 if price else Decimal(0)
