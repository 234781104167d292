"""What is sent to the API: a body that says more than it may is refused, as a question is."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from portfolio.imports.kinds import KINDS

from .problems import Errors

MOST_ROWS = 1_000


TEXT = {"type": "string", "pattern": r"^[^\x00]*$"}
SAID = {"type": "string", "maxLength": 100, "pattern": r"^[^\x00]*[^\x00\s][^\x00]*$"}
"""Text without NUL, and such that is not blank."""


@extend_schema_field(TEXT)
class CellField(serializers.CharField):
    """A cell as a file has it: text. A number would be rounded on its way."""

    default_error_messages = {"invalid": 'Write it as text: numbers too, as in "1250000.00".'}

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


@extend_schema_field(SAID)
class SaidField(serializers.CharField):
    """Text that says something."""


class RowsSerializer(serializers.Serializer):
    """Rows of one kind, each with the columns of its files, and why they are sent."""

    kind = serializers.ChoiceField(choices=list(KINDS), help_text="What the rows hold; as files of this kind.")
    why = SaidField(max_length=500, help_text="Kept with what is written.")
    sources = serializers.ListField(
        child=SaidField(max_length=100), default=list, help_text="Cited by rows that name none."
    )
    rows = serializers.ListField(
        child=serializers.DictField(child=CellField(allow_blank=True, trim_whitespace=False)),
        min_length=1,
        max_length=MOST_ROWS,
        help_text="Column → cell, as text.",
    )
    preview = serializers.BooleanField(default=False, help_text="Say what would become of each row; keep nothing.")

    def to_internal_value(self, data: Any) -> Any:
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, dict) else []
        if unknown:
            raise serializers.ValidationError(
                {name[:60]: [f"Nothing is called so. There is {', '.join(self.fields)}."] for name in unknown}
            )
        return super().to_internal_value(data)

    def sent(self) -> dict[str, Any]:
        """What is sent, without the preview that may be asked of it."""
        said = {name: self.validated_data[name] for name in ("kind", "rows", "why")}
        return said | {"sources": ";".join(self.validated_data["sources"])}

    def told(self) -> Errors:
        """What is wrong, by the place where it is: rows[2].amount_usd."""
        return dict(places(self.errors))


def places(errors: Any, place: str = "") -> Any:
    """(place, sentences) of errors in fields, lists and lists of fields; rows are counted from 1."""
    if isinstance(errors, dict):
        for name, inside in errors.items():
            step = f"[{name + 1}]" if isinstance(name, int) else f".{name}" if place else str(name)
            yield from places(inside, f"{place}{step}")
    elif errors and isinstance(errors[0], dict):
        for number, inside in enumerate(errors):
            yield from places(inside, f"{place}[{number + 1}]")
    else:
        yield place or "__all__", [str(one) for one in errors]
