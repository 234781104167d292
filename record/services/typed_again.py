"""What was typed into a small form of a page that was refused: it stands there again on the next page, once."""

from typing import Any

from django.http import HttpRequest

KEY = "typed_again"
NOT_TYPED = ("csrfmiddlewaretoken", "form_key")


def keep(request: HttpRequest, refused: dict[str, list[str]] | None = None) -> None:
    """Remember what was sent to this address until the reader's next page with such a form, and why by field."""
    fields = {name: value for name, value in request.POST.items() if name not in NOT_TYPED}
    said = {name: " ".join(texts) for name, texts in (refused or {}).items()}
    request.session[KEY] = {"path": request.path, "fields": fields, "refused": said}


def of(request: HttpRequest, address: str, name: str, **sent: Any) -> str:
    """What was typed into a field of the form that sends `sent` to `address`; empty where nothing of it was refused."""
    return _of(request, address, "fields", name, sent)


def refusal_of(request: HttpRequest, address: str, name: str, **sent: Any) -> str:
    """Why that field of it was refused; empty where it was not."""
    return _of(request, address, "refused", name, sent)


def _of(request: HttpRequest, address: str, part: str, name: str, sent: dict[str, Any]) -> str:
    kept = getattr(request, "_typed_again", None)
    if kept is None:
        kept = request.session.pop(KEY, {}) if KEY in request.session else {}
        request._typed_again = kept  # type: ignore[attr-defined]
    fields = kept.get("fields", {})
    is_it = kept.get("path") == address and all(fields.get(key) == str(value) for key, value in sent.items())
    return str(kept.get(part, {}).get(name, "")) if is_it else ""
