"""States of the United States: written in full or as their two letters, kept as the letters."""

import csv
from functools import cache
from typing import Any

from django.db import models

from .units import REFERENCE


@cache
def state_codes() -> dict[str, str]:
    """Each state's name and code, in small letters → its code."""
    with (REFERENCE / "us_states.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["name"].casefold(): row["code"] for row in rows} | {row["code"].casefold(): row["code"] for row in rows}


class StateField(models.CharField):
    """A state, or the region of another country. A state of the United States that is written in full is its code."""

    def to_python(self, value: Any) -> Any:
        """The code of a state's name in any case; what is no name of one stays as written."""
        text = super().to_python(value)
        bare = " ".join(text.casefold().split()) if text else ""
        return state_codes().get(bare, text) if len(bare) > 2 else text
