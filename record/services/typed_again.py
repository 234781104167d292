"""What was typed into a small form of a page that was refused: it stands there again on the next page, once."""

from typing import Any

from django.http import HttpRequest

KEY = "typed_again"
NOT_TYPED = ("csrfmiddlewaretoken", "form_key")


def keep(request: HttpRequest) -> None:
    """Remember what was sent to this address until the reader's next page with such a form."""
    fields = {name: value for name, value in request.POST.items() if name not in NOT_TYPED}
    request.session[KEY] = {"path": request.path, "fields": fields}


def of(request: HttpRequest, address: str, name: str, **sent: Any) -> str:
    """What was typed into a field of the form that sends `sent` to `address`; empty where nothing of it was refused."""
    kept = getattr(request, "_typed_again", None)
    if kept is None:
        kept = request.session.pop(KEY, {}) if KEY in request.session else {}
        request._typed_again = kept  # type: ignore[attr-defined]
    fields = kept.get("fields", {})
    is_it = kept.get("path") == address and all(fields.get(key) == str(value) for key, value in sent.items())
    return str(fields.get(name, "")) if is_it else ""
