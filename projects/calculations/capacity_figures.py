"""What a figure of capacity is. Only an increment of one product at a plant is a gain."""

from enum import StrEnum


class CapacityFigure(StrEnum):
    INCREMENT = "increment"
    TOTAL = "total, increment unknown"
    OUTPUT_AS_BASELINE = "recorded output used as baseline, no nameplate"
    UNKNOWN = "unknown whether increment or total"
    MIXED_PRODUCTS = "several products in one figure"
    NOT_CONVERTIBLE = "not convertible to the unit of account"
    NOT_A_PLANT = "a stockpile or prompt scrap, no production"
