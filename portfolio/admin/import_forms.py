"""What an officer says of a file: what it holds, how its columns are read, why it is imported."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from portfolio.imports.kinds import KINDS
from portfolio.imports.mapping import DATES, Mapping, column_of, nearest, plain_name
from portfolio.imports.saved import mappings
from record.admin.worded_form import WordedForm
from record.services import sources

LEFT_OUT = "-"


class SendForm(WordedForm, forms.Form):
    """A file, what it holds, from whom, and why."""

    kind = forms.ChoiceField(label="What it holds", choices=[(kind.name, kind.title) for kind in KINDS.values()])
    file = forms.FileField(help_text="CSV (UTF-8 or Windows-1252) or XLSX. Our own files are read as they are.")
    mapping = forms.ChoiceField(
        required=False, label="How its columns are read", help_text="A saved mapping of its source."
    )
    sources = forms.CharField(
        required=False,
        max_length=500,
        help_text="Identifiers of the sources that rows without any cite, separated by semicolons: mp1;mp16.",
    )
    why = forms.CharField(label="Reason", max_length=500, help_text="Kept with the recording.")

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


class MatchForm(forms.Form):
    """Each column of a file: which of ours it is, or that it is left out, by name."""

    def __init__(self, kind: str, header: list[str], mapping: Mapping, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.header, self.kind, self.mapping = header, kind, mapping
        known = [one.name for one in KINDS[kind].wanted if not one.shown_only]
        worked_out = [one.name for one in KINDS[kind].wanted if one.shown_only]
        for place, name in enumerate(header):
            wanted = mapping.columns.get(name, column_of(kind, name))
            guess = LEFT_OUT if name in mapping.ignored or wanted in worked_out else wanted
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=name,
                choices=[("", "choose"), (LEFT_OUT, "left out"), *((one, one) for one in known)],
                initial=guess if guess in (LEFT_OUT, *known) else nearest(plain_name(name), known),
            )
        self.fields["dates"] = forms.ChoiceField(
            label="3/2/2026 is",
            choices=list(zip(DATES, ("refused: it may mean two days", "2 March"), strict=True)),
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
        cleaned = super().clean()
        chosen = [cleaned.get(f"column_{place}") for place in range(len(self.header))]
        twice = {name for name in chosen if name and name != LEFT_OUT and chosen.count(name) > 1}
        if twice:
            raise ValidationError(f"Two columns are matched to {min(twice)}. Leave one of them out.")
        return cleaned

    def content(self) -> dict[str, Any]:
        """The mapping that was chosen; what the one before it says besides of columns stays."""
        cleaned = self.cleaned_data
        chosen = {name: cleaned[f"column_{place}"] for place, name in enumerate(self.header)}
        return {
            **self.mapping.content(),
            "source": cleaned["source"],
            "kind": self.kind,
            "columns": {name: ours for name, ours in chosen.items() if ours != LEFT_OUT},
            "ignored": [name for name, ours in chosen.items() if ours == LEFT_OUT],
            "dates": cleaned["dates"] or DATES[0],
        }
