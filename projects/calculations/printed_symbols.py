"""What the national statistics print instead of a number, and what it means. None of them is a number."""

SYMBOLS = {
    "W": "withheld by USGS",
    "E": "published as E: a net exporter",
    "NA": "not available",
    ">": "published as a bound",
    "<": "published as a bound",
    "≥": "published as a bound",
    "≤": "published as a bound",
    "<½": "published as less than half a unit",
    "range": "published as a range",
    "small": "published as small, without a figure",
    "large": "published as large, without a figure",
    "XX": "not applicable",
}
