"""What a browser would send of a form as it stands on its page."""

from html.parser import HTMLParser

from django.http import HttpResponse

UNSENT = ("submit", "file", "button", "image", "reset")


class _Fields(HTMLParser):
    """Collects name → value of the forms that are posted; `wanted` is a name that the form has."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, list[str]]] = []
        self.is_posted = False
        self.area = self.select = ""
        self.first: str | None = None
        self.has_chosen = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.is_posted = said.get("method", "").lower() == "post"
            self.forms.append({})
        if not self.is_posted:
            return
        name = said.get("name", "")
        if tag == "input" and name and said.get("type", "text") not in UNSENT:
            if said.get("type") not in ("checkbox", "radio") or "checked" in said:
                self.put(name, said.get("value", "on" if said.get("type") == "checkbox" else ""))
        elif tag == "textarea":
            self.area = name
            self.put(name, "")
        elif tag == "select":
            self.select, self.first, self.has_chosen = name, None, "multiple" in said
        elif tag == "option" and self.select:
            if self.first is None:
                self.first = said.get("value", "")
            if "selected" in said:
                self.put(self.select, said.get("value", ""))
                self.has_chosen = True

    def put(self, name: str, value: str) -> None:
        self.forms[-1].setdefault(name, []).append(value)

    def handle_data(self, data: str) -> None:
        if self.area:
            held = self.forms[-1][self.area]
            held[-1] += data if held[-1] else data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.is_posted = False
        elif tag == "textarea":
            self.area = ""
        elif tag == "select":
            if self.select and not self.has_chosen and self.first is not None:
                self.put(self.select, self.first)
            self.select = ""


def filled(answer: HttpResponse, wanted: str = "why") -> dict[str, list[str]]:
    """Name → values of the form on the page that has a field `wanted`."""
    page = _Fields()
    page.feed(answer.content.decode())
    found = next((form for form in page.forms if wanted in form), None)
    assert found is not None, f"no form of the page asks {wanted}"
    return {name: values for name, values in found.items() if name != "csrfmiddlewaretoken"}
