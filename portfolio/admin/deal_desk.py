"""What the forms of a deal share: all that was typed, what is refused beside its field, what is shown at first."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.timezone import localdate

from record.admin.proposed_again import earlier
from record.admin.refused import Previewed, Refused, put_on, refusals
from record.admin.site import page_of
from record.calculations.hash_chain import fingerprint
from record.models import Proposal, Recording, Source
from record.services import approvals, attachments, wording
from record.services.approval_handlers import Payload
from record.services.form_keys import FIELD

OTHERS = {"csrfmiddlewaretoken", FIELD, "seen", "joining", "_add", "_drop", "_preview", "_save"}
"""What a form sends besides what is typed."""
RENAMED = {
    "new_company_name": "company", "new_company_slug": "company", "new_project_name": "projects",
    "new_project_slug": "projects", "floor_unit": "floor_measure", "new_slug": "new_title",
}  # fmt: skip
"""A field as a service names it → the field of the form that holds it."""


class DealDesk(ABC):
    """One request of a form that has a head and several awards."""

    head: Any
    parts: list[Any]

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.person: Any = request.user
        self.data: QueryDict = request.POST.copy()
        for name, upload in request.FILES.items():
            if name.endswith("new_file"):
                self.data[f"{name}_sha256"] = attachments.hold(upload)

    @abstractmethod
    def page(self, preview: Any = None) -> HttpResponse:
        """The page as it stands; each form of a deal has its own."""

    @abstractmethod
    def write(self, *, saves: bool) -> Any:
        """Record or propose it. Raises Previewed, which rolls it all back, unless it `saves`."""

    def propose(self, kind: str, payload: Payload, new: Iterable[Source], recording: Recording) -> Proposal:
        """The proposal, or the new text of the one that the address names, with the files of its new sources."""
        today = localdate()
        proposal = approvals.propose_or_amend(
            kind, payload, recording=recording, today=today, earlier=earlier(self.request, {kind})
        )
        attachments.show_held(proposal, new, recording=recording, today=today)
        return proposal

    @abstractmethod
    def recorded(self, done: Any) -> tuple[Any, str]:
        """What was written without a second officer: the thing whose page follows, and the sentence above it."""

    def written(self) -> HttpResponse:
        """What came of it: what follows from it, what is refused, or the page of what was proposed or recorded."""
        try:
            with refusals():
                done = self.write(saves=self.saves)
        except Previewed as previewed:
            return self.page(previewed.consequences)
        except Refused as refused:
            return self.refused(refused.error)
        of, sentence = done, wording.proposed(done)
        if not isinstance(done, Proposal):
            of, sentence = self.recorded(done)
        messages.success(self.request, sentence)
        return HttpResponseRedirect(page_of(of))

    @property
    def forms(self) -> list[Any]:
        return [self.head, *self.parts]

    def is_right(self) -> bool:
        """Ask every form, so that all that is wrong is told at once."""
        return all([form.is_valid() for form in self.forms])  # noqa: C419 all of them

    @property
    def saves(self) -> bool:
        """True where it is to be saved, and is what was shown, if anything was."""
        return "_save" in self.data and self.data.get("seen", self.typed_hash) == self.typed_hash

    @property
    def typed_hash(self) -> str:
        """A hash of what is typed, so that nothing is saved that was changed after it was shown."""
        names = sorted(set(self.data) - OTHERS - {"warning_reason"})
        return fingerprint({name: self.data.getlist(name) for name in names})

    def refused(self, error: ValidationError) -> HttpResponse:
        """The page again, each refusal on the field that it names."""
        found = error.message_dict if hasattr(error, "error_dict") else {}
        if not found:
            put_on(self.head, error)
        for name, texts in found.items():
            place, _, rest = name.partition("-")
            own = next((form for form in self.parts if place == form.prefix), None)
            if own is not None:
                put_on(own, ValidationError({RENAMED.get(rest, rest): texts}))
            else:
                bare = name.removeprefix("new_deal_")
                put_on(self.head, ValidationError({"deal" if bare in ("name", "slug") else bare: texts}))
        return self.page()

    def shown(self, preview: Any, warnings: list[str]) -> dict[str, Any]:
        """What the page of either form says besides its fields."""
        for form in self.forms:
            form.propose()
        wrong = [(form, name, texts) for form in self.forms if form.is_bound for name, texts in form.errors.items()]
        return {
            "preview": preview,
            "warnings": warnings,
            "wrong": [_wrong(*one) for one in wrong],
            "seen": self.typed_hash if preview is not None else "",
            "is_changed": preview is not None and "_save" in self.data and not warnings,
            "asks_reason": preview is not None and "_save" in self.data and bool(warnings),
            "is_typed": self.request.method == "POST",
            "reason": self.head["warning_reason"].value() or "",
        }


def _wrong(form: Any, name: str, texts: Any) -> dict[str, str]:
    """A refusal as the head of the page names it: which award, which field, where it stands."""
    label = str(form.fields[name].label or name) if name in form.fields else ""
    award = f"Award {form.place}" if hasattr(form, "place") else "Deal"
    where = f"#{form[name].id_for_label}" if name in form.fields else ""
    return {"where": where, "label": ", ".join(part for part in (award, label) if part), "said": " ".join(texts)}
