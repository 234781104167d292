"""Every form of the admin, refused: it leads to its first error, keeps what was typed, says what each
field is, and goes by Tab in the order in which it is read."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from tests.every_form import forms

from .watch import Watched

pytestmark = [pytest.mark.browser, pytest.mark.long]
As = Callable[..., Watched]
TYPED = "Typed before it was refused"

FORM = """() => [...document.querySelectorAll("#content form")]
    .find((form) => form.method === "post" && form.querySelector("[name=why], [name=reason]"))"""

FIELDS = f"""() => {{
    const form = ({FORM})();
    const unasked = ["hidden", "submit", "button"];
    const own = [...form.elements].filter((one) => one.name && one.id && !unasked.includes(one.type)
        && !one.closest(".select2"));
    const silent = own.filter((one) => {{
        const group = one.closest("fieldset[aria-describedby]")?.getAttribute("aria-describedby");
        const said = document.getElementById(`${{one.id}}_helptext`) || document.getElementById(group);
        return !said || !said.textContent.trim();
    }});
    return silent.map((one) => one.name);
}}"""

BACKWARDS = f"""() => {{
    const form = ({FORM})();
    const shown = [...form.querySelectorAll("input, select, textarea, button, a[href], summary, [tabindex]")]
        .filter((one) => one.tabIndex >= 0 && one.checkVisibility());
    const places = shown.map((one) => one.getBoundingClientRect());
    return shown.filter((one, at) => {{
        const [before, here] = [places[at - 1], places[at]];
        if (one.tabIndex > 0) return true;
        if (!before) return false;
        const isAbove = here.bottom <= before.top;
        const isLeft = here.right <= before.left && here.top < before.bottom && here.bottom > before.top;
        return isAbove || isLeft;
    }}).map((one) => one.name || one.id || one.textContent.trim());
}}"""

TYPE = f"""(typed) => {{
    const form = ({FORM})();
    form.noValidate = true;
    const field = ["note", "name", "new_title", "warning_reason", "reason", "why"]
        .map((name) => form.querySelector(`input[type=text][name=${{name}}], textarea[name=${{name}}]`))
        .find((one) => one && !one.readOnly);
    const reason = form.querySelector("[name=why], [name=reason]");
    if (field && field !== reason) field.value = typed;
    reason.value = "";
    return field && field !== reason ? field.name : "";
}}"""

SEND = f"""() => {{
    const form = ({FORM})();
    form.requestSubmit(form.querySelector("[type=submit].default, [type=submit]"));
}}"""

REFUSED = """(name) => {
    const wrong = document.querySelector("#content form [aria-invalid=true]:not([type=hidden])");
    const at = document.activeElement;
    const drawn = wrong && wrong.nextElementSibling;
    const isDrawn = drawn && drawn.classList.contains("select2") && drawn.contains(at);
    const kept = name ? document.querySelector(`#content form [name=${name}]`) : null;
    const said = document.querySelector("#content form .errorlist.nonfield");
    return {
        title: document.title,
        isFocused: wrong ? at === wrong || Boolean(isDrawn) : at === said,
        first: wrong ? wrong.name : "",
        kept: kept ? kept.value : null,
    };
}"""


def read(page: Watched, address: str) -> tuple[str, str]:
    """Where an address leads, and its page."""
    answer = page.page.request.get(page.site + address)
    final = urlsplit(answer.url)._replace(scheme="", netloc="").geturl()
    return final, answer.text() if answer.ok else ""


def test_every_form_refused_focuses_its_first_error_keeps_what_was_typed_helps_and_leads_on_by_tab(as_role: As) -> None:
    page = as_role("officer")
    found, wrong = list(forms(lambda address: read(page, address))), {}
    for address in found:
        page.goto(address)
        silent, backwards = page.page.evaluate(FIELDS), page.page.evaluate(BACKWARDS)
        name = page.page.evaluate(TYPE, TYPED)
        with page.page.expect_navigation(wait_until="load"):
            page.page.evaluate(SEND)
        page.page.wait_for_timeout(50)
        told = page.page.evaluate(REFUSED, name)
        said = [
            "" if told["title"].startswith("Error:") else f"is titled {told['title']}",
            "" if told["isFocused"] else f"does not lead to {told['first'] or 'what was said of it'}",
            "" if not name or told["kept"] == TYPED else f"lost {name}",
            f"says nothing of {', '.join(silent)}" if silent else "",
            f"leads by Tab back to {', '.join(backwards)}" if backwards else "",
        ]
        if any(said):
            wrong[address] = [one for one in said if one]
    assert not wrong, "\n".join(f"{address}: {'; '.join(said)}" for address, said in wrong.items())
    assert len(found) > 40
