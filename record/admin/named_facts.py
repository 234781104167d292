"""Facts about something that has a name and no page, such as a curve: a newer version starts from the last."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from record.admin.base import today_as_known
from record.admin.sections import Link
from record.admin.sourced import FactForm
from record.models import Fact

from .listed_facts import ListedFactAdmin


class NamedFactForm(FactForm):
    """A new version of what is named; its name is then fixed."""

    subject, named = "", ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.named and self.subject in self.fields:
            self.initial[self.subject] = self.named
            self.fields[self.subject].disabled = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name, sentence in self.refused(cleaned).items():
            if name in self.fields and name not in self.errors:
                self.add_error(name, sentence)
        return cleaned

    def refused(self, values: dict[str, Any]) -> dict[str, str]:
        """Sentences by field; said on the form before the database says the same without words."""
        return {}


class NamedFactAdmin(ListedFactAdmin):
    """Written from its list and from the page of its last version."""

    form = NamedFactForm
    subject = ""  # the column that names what it is about
    continues = True

    def named(self, request: HttpRequest) -> str:
        """The name in the address, where it is on record."""
        text = request.GET.get(self.subject, "").replace("\x00", "")
        found = text and self.model.objects.filter(**{self.subject: text}).known(today_as_known()).exists()
        return text if found else ""

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        named = self.named(request)
        context = {
            "title": f"{self.add_label}: {named}" if named else self.new_label,
            **self.add_context(request, named),
        }
        return super().add_view(request, form_url, {**context, **(extra_context or {})})

    def fields_for(self, request: HttpRequest, parent: Any) -> tuple[str, ...]:
        return (self.subject, *self.written)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> type:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.subject, form.named = self.subject, self.named(request)
        return form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        named = self.named(request)
        last = self.newest(named) if named else None
        return {} if last is None else self.started_from(last)

    def started_from(self, last: Fact) -> dict[str, Any]:
        return {name: getattr(last, name) for name in (self.subject, *self.written) if hasattr(last, name)}

    def newest(self, named: str) -> Fact | None:
        """What holds today of what is so named."""
        return self.model.objects.filter(**{self.subject: named}).at(today_as_known()).last()

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().change_view(request, object_id, *args, **kwargs)
        fact = response.context_data["fact"]
        response.context_data |= {"trust": self.trust, "actions": self.actions_on(request, fact)}
        return response

    def actions_on(self, request: HttpRequest, fact: Fact) -> list[Link]:
        if not self.has_add_permission(request):
            return []
        query = urlencode({self.subject: getattr(fact, self.subject)})
        return [Link(self.add_label, f"{self.address('add')}?{query}")]
