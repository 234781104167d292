"""What an officer says of a file: what it holds, how its columns are read, why it is imported."""

from collections.abc import Callable, Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from portfolio.imports.constants import format_constants, parse_constants
from portfolio.imports.kinds import KINDS
from portfolio.imports.mapping import DATES, Mapping, column_of, likely
from portfolio.imports.saved import mappings
from portfolio.imports.tables import YEAR, UnreadableFile
from portfolio.imports.translations import format_left_out, format_translations, parse_left_out, parse_translations
from record.admin.worded_form import WordedForm
from record.services import sources

LEFT_OUT, OWN_ROWS = "-", "+"


class SendForm(WordedForm, forms.Form):
    """A file, what it holds, from whom, and why."""

    kind = forms.ChoiceField(label="What it holds", choices=[(kind.name, kind.title) for kind in KINDS.values()])
    file = forms.FileField(
        help_text="CSV (UTF-8 or Windows-1252; by commas, semicolons, tabs, bars) or XLSX. Ours are read as they are."
    )
    mapping = forms.ChoiceField(
        required=False, label="How its columns are read", help_text="A saved mapping of its source."
    )
    sources = forms.CharField(
        required=False,
        max_length=500,
        help_text="Identifiers of the sources that rows without any cite, separated by semicolons: mp1;mp16.",
    )
    why = forms.CharField(
        label="Reason", max_length=500, help_text="Kept with the recording, as in: the tracker of May 2026."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(f"{kind}|{source}", f"{KINDS[kind].title}: {source}") for kind, source in mappings() if kind in KINDS]
        self.fields["mapping"].choices = [("", "by the names of our columns"), *sorted(known, key=lambda one: one[1])]

    def clean_sources(self) -> str:
        """Only sources that are on record."""
        text = ";".join(part.strip() for part in self.cleaned_data["sources"].split(";") if part.strip())
        if text:
            sources.cite(text.split(";"))
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        chosen = cleaned.get("mapping")
        if chosen and chosen.split("|")[0] != cleaned.get("kind"):
            self.add_error("mapping", "This mapping is for files of another kind. Choose one of the same kind.")
        return cleaned

    def mapping_content(self) -> dict[str, Any]:
        kind, _, source = self.cleaned_data["mapping"].partition("|")
        return mappings(kind)[kind, source].content() if source else {}


class MatchForm(WordedForm, forms.Form):
    """Each column of a file: which of ours it is, that its cells are rows of their own, or that it is left out."""

    def __init__(self, kind: str, header: list[str], mapping: Mapping, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.header, self.kind, self.mapping = header, kind, mapping
        known = [one.name for one in KINDS[kind].wanted if not one.shown_only]
        worked_out = [one.name for one in KINDS[kind].wanted if one.shown_only]
        self.known, self.may_be_wide = known, KINDS[kind].may_be_wide
        others = [(LEFT_OUT, "left out"), *([(OWN_ROWS, "rows of its own")] if self.may_be_wide else [])]
        spoken_of = {mapping.columns.get(name, column_of(kind, name)) for name in header}
        for place, name in enumerate(header):
            wanted = mapping.columns.get(name, column_of(kind, name))
            guess = LEFT_OUT if name in mapping.ignored or wanted in worked_out else wanted
            says = mapping.melted.get(name, {})
            if self.may_be_wide and not says and "year" in known and YEAR.fullmatch(name):
                says = {"year": name}
            if says:
                guess = OWN_ROWS
            if guess not in (LEFT_OUT, OWN_ROWS, *known):
                guess = likely(name, [one for one in known if one not in spoken_of])
                spoken_of.add(guess)
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=name,
                choices=[("", "choose"), *others, *((one, one) for one in known)],
                initial=guess,
            )
            if self.may_be_wide:
                self.fields[f"says_{place}"] = forms.CharField(
                    label=f"Rows of {name} say",
                    required=False,
                    initial=format_constants(says),
                    widget=forms.TextInput(attrs={"placeholder": "metric imports, unit t"}),
                )
        self.fields["constants"] = forms.CharField(
            label="All rows are",
            required=False,
            initial=format_constants(mapping.constants),
            help_text="What the file says in no column: company mp, currency USD.",
        )
        if self.may_be_wide:
            self.fields["melted_into"] = forms.ChoiceField(
                label="Cells of such rows are",
                required=False,
                choices=[("", "choose"), *((one, one) for one in known)],
                initial=mapping.melted_into or first_figure(kind),
                help_text="Only where a column is rows of its own.",
            )
        self.fields["rest_left_out"] = forms.BooleanField(
            label="Leave out all other columns", required=False, help_text="Every column above with nothing chosen."
        )
        self.fields["translations"] = forms.CharField(
            label="Words that mean ours",
            required=False,
            initial=format_translations(mapping.values),
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text="A line each, in any case, after our column or the file's: status: contracted = committed.",
        )
        self.fields["rows_left_out"] = forms.CharField(
            label="Rows left out",
            required=False,
            initial=format_left_out(mapping.rows_left_out),
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text="By a value of a column of the file, a line each: Stage: cancelled; withdrawn.",
        )
        self.fields["dates"] = forms.ChoiceField(
            label="3/2/2026 is",
            choices=list(zip(DATES, ("asked: it may mean two days", "March 2", "February 3"), strict=True)),
            initial=mapping.dates,
            required=False,
        )
        self.fields["source"] = forms.CharField(
            label="Remember this for files of",
            max_length=120,
            required=False,
            initial=mapping.source,
            help_text="Name of the source; empty: for this file alone.",
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        chosen = [cleaned.get(f"column_{place}") for place in range(len(self.header))]
        twice = {name for name in chosen if name in self.known and chosen.count(name) > 1}
        if twice:
            raise ValidationError(f"Two columns are matched to {min(twice)}. Leave one of them out.")
        if cleaned.get("rest_left_out"):
            for place in range(len(self.header)):
                name = f"column_{place}"
                if name not in cleaned and self.data.get(self.add_prefix(name), "") == "":
                    self.errors.pop(name, None)
                    cleaned[name] = LEFT_OUT
            chosen = [cleaned.get(f"column_{place}") for place in range(len(self.header))]
        cleaned["all_rows"] = self._said("constants")
        matched = {name: column for name, column in zip(self.header, chosen, strict=True) if column in self.known}
        ours = {**matched, **{name: name for name in self.known}}
        cleaned["values"] = self._parsed("translations", parse_translations, ours)
        cleaned["left_rows"] = self._parsed("rows_left_out", parse_left_out, self.header)
        cleaned["melted"] = {}
        for place, name in enumerate(self.header):
            if chosen[place] == OWN_ROWS:
                says = self._said(f"says_{place}")
                if not says and not self.has_error(f"says_{place}"):
                    self.add_error(f"says_{place}", "Say what its rows are: metric imports, unit t.")
                cleaned["melted"][name] = says
        if cleaned["melted"] and not cleaned.get("melted_into"):
            self.add_error("melted_into", "Choose the column for the cells of such rows.")
        if both := sorted(set(cleaned["all_rows"]) & set(chosen)):
            self.add_error("constants", f"A column is matched to {both[0]} too. Leave one of them out.")
        return cleaned

    def _said(self, name: str) -> dict[str, str]:
        """What the line in a field says, column by column."""
        return self._parsed(name, parse_constants, self.known)

    def _parsed(self, name: str, parse: Callable[[str, Any], Any], known: Collection[str]) -> Any:
        """What a field says, as `parse` reads it. What can't be read is told on the field."""
        try:
            return parse(self.cleaned_data.get(name, ""), known)
        except UnreadableFile as error:
            self.add_error(name, str(error))
            return {}

    def content(self) -> dict[str, Any]:
        """The mapping that was chosen; what the one before it says besides of columns stays."""
        cleaned = self.cleaned_data
        chosen = {name: cleaned[f"column_{place}"] for place, name in enumerate(self.header)}
        return {
            **self.mapping.content(),
            "source": cleaned["source"],
            "kind": self.kind,
            "columns": {name: ours for name, ours in chosen.items() if ours in self.known},
            "ignored": [name for name, ours in chosen.items() if ours == LEFT_OUT],
            "constants": cleaned["all_rows"],
            "values": cleaned["values"],
            "rows_left_out": cleaned["left_rows"],
            "melted": cleaned["melted"],
            "melted_into": cleaned["melted_into"] if cleaned["melted"] else "",
            "dates": cleaned["dates"] or DATES[0],
        }


def first_figure(kind: str) -> str:
    """The column that most likely takes the cells of a wide file: the first exact number."""
    figures = (one.name for one in KINDS[kind].wanted if not one.shown_only and one.column.type.places is not None)
    return next(figures, "")
