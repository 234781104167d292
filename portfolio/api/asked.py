"""What may be asked of the objects of a kind: the filters of its report, the two times, which columns, which page."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import replace
from functools import cached_property
from hashlib import sha256
from json import dumps, loads
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from portfolio.calculations.filter_match import NoSuchValue, Option, matched
from portfolio.form_fields import SerialField
from portfolio.forms import AsOfForm, ReportForm
from portfolio.positions.filters import Filters
from portfolio.sheet_forms import OF_API
from record.calculations.as_of import AsOf

from .kinds import Kind

MOST, USUAL = 500, 100
"""Objects of a page: at most, and where nobody says."""
NO_CURSOR = "This cursor is of another question, or none of ours. Follow the address in next, or begin without one."


class ObjectForm(ReportForm):
    """One object of a kind: at which times, and which of its columns."""

    NOUN = "API"

    def __init__(self, kind: Kind, *args: Any, **kwargs: Any) -> None:
        self.of_kind = kind
        wanted = {*AsOfForm.base_fields, *self.narrowing}  # others need not be made, only to be left out
        vars(self)["base_fields"] = {name: field for name, field in ReportForm.base_fields.items() if name in wanted}
        super().__init__(replace(kind.definition, filters=self.narrowing), *args, beside=OF_API, **kwargs)
        self.fields["fields"] = forms.CharField(required=False, help_text="Names of columns, with commas between them.")
        self.names: tuple[str, ...] = tuple(kind.columns)
        """The columns that are asked for; all where none is named."""

    @property
    def narrowing(self) -> tuple[str, ...]:
        return ()

    def refuse_what_is_not_asked(self) -> None:
        """Refuse besides what is named and not said: to a program it is a mistake, not a field left open."""
        super().refuse_what_is_not_asked()
        if empty := sorted(name for name in self.data if not "".join(self.given(name)).strip()):
            raise ValidationError(f"{', '.join(empty)} is empty. Give a value, or leave it out.")

    def clean_fields(self) -> str:
        text: str = self.cleaned_data["fields"]
        options = [Option(name, column.label) for name, column in self.of_kind.columns.items()]
        wanted = [name.strip() for name in text.split(",") if name.strip()]
        try:
            names = [matched(name, options, refused=f"No field is called {name[:60]}.") for name in wanted]
        except NoSuchValue as error:
            raise ValidationError(str(error), code="near") from error
        self.names = tuple(dict.fromkeys(names)) or self.names
        return text

    def at(self) -> AsOf:
        """The same moment whenever it is asked for: the clock is read once."""
        return self.moment

    @cached_property
    def moment(self) -> AsOf:
        return super().at()

    def filters(self) -> Filters:
        return Filters(**{name: self.cleaned_data[name] for name in self.narrowing})


class ObjectsForm(ObjectForm):
    """Objects of a kind, page by page."""

    def __init__(self, kind: Kind, *args: Any, **kwargs: Any) -> None:
        super().__init__(kind, *args, **kwargs)
        self.fields["limit"] = forms.IntegerField(
            required=False, min_value=1, max_value=MOST, help_text=f"Objects of a page; {USUAL} where nothing is said."
        )
        self.fields["cursor"] = forms.CharField(required=False, help_text="Where the page begins, as next has it.")
        if kind.has_since:
            self.fields["since"] = SerialField(help_text="Only what was recorded after this recording.")
        self.after = 0
        """The position after which the page begins."""

    @property
    def narrowing(self) -> tuple[str, ...]:
        return self.of_kind.definition.filters

    @property
    def limit(self) -> int:
        return self.cleaned_data["limit"] or USUAL

    @property
    def recorded_since(self) -> int | None:
        """The recording after which it was recorded; None for all."""
        return self.cleaned_data.get("since")

    def clean(self) -> dict[str, Any]:
        """Refuse a cursor of another question: its page would leave something out, or give it twice."""
        asked = super().clean()
        if not self.errors and asked.get("cursor"):
            self.after = self.position(asked["cursor"])
        return asked

    def question(self, at: AsOf) -> str:
        """What the pages of one walk have in common, in a few letters."""
        told = [self.of_kind.name, at.as_of.isoformat(), at.serial, self.filters().asked(), self.recorded_since]
        return sha256(dumps(told, sort_keys=True).encode()).hexdigest()[:16]

    def cursor(self, at: AsOf, after: int) -> str:
        """Where the next page begins, as its address has it."""
        return urlsafe_b64encode(dumps([after, self.question(at)]).encode()).decode().rstrip("=")

    def position(self, cursor: str) -> int:
        try:
            after, question = loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        except (ValueError, TypeError, RecursionError) as error:
            raise ValidationError({"cursor": NO_CURSOR}) from error
        if type(after) is not int or not 0 < after < 2**63 or question != self.question(self.at()):
            raise ValidationError({"cursor": NO_CURSOR})
        return after
