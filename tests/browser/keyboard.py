"""Somebody who has no mouse, whose fields and presses are counted as those of `Counted` are."""

from pathlib import Path

import pytest
from playwright.sync_api import Error, Page

FOCUSED = """() => {
    const at = document.activeElement;
    const words = (at.innerText || at.value || "").replace(/\\s+/g, " ").trim();
    return {name: at.name || "", address: at.href || "", words,
            seen: at.getClientRects().length > 0 && at.getBoundingClientRect().bottom > 0};
}"""


class Keyboard:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.fields = self.clicks = 0

    def reach(self, *, name: str = "", words: str = "", leads_to: str = "", most: int = 400) -> None:
        """Press Tab until the field of that name, or what bears those words or leads there, is seen with the focus."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            try:
                focused = self.page.evaluate(FOCUSED)
            except Error:  # the page before has just gone
                self.page.wait_for_load_state("load")
                continue
            if (
                (name and focused["name"] == name)
                or (words and focused["words"] == words)
                or (leads_to and focused["address"].endswith(leads_to))
            ):
                assert focused["seen"], f"{name or words or leads_to} has the focus and cannot be seen"
                return
        pytest.fail(f"Tab never reaches {name or words or leads_to}.")

    def fill(self, name: str, text: str) -> None:
        self.reach(name=name)
        self.page.keyboard.type(text)
        self.fields += 1

    def write(self, name: str, text: str) -> None:
        """Type into the field of that name, wherever the focus stands, or go down its choices to one that begins so."""
        self.reach(name=name)
        field = self.page.locator(f"[name='{name}']")
        if field.evaluate("field => field.tagName") == "SELECT":
            options = field.locator("option").all_inner_texts()
            self.page.keyboard.press("Home")
            for _ in range(next(place for place, one in enumerate(options) if one.startswith(text))):
                self.page.keyboard.press("ArrowDown")
        else:
            self.page.keyboard.press("Control+a")
            self.page.keyboard.type(text)
        self.fields += 1

    def unfold(self, words: str, *, inside: str) -> None:
        """Press what opens a fold, unless it is open."""
        fold = self.page.locator(inside).locator("details", has=self.page.locator("summary", has_text=words)).first
        if fold.get_attribute("open") is None:
            self.press(words=fold.locator("summary").first.inner_text().strip())

    def tick(self, name: str) -> None:
        self.reach(name=name)
        self.page.keyboard.press("Space")
        self.fields += 1

    def press(self, *, name: str = "", words: str = "") -> None:
        self.reach(name=name, words=words)
        self.page.keyboard.press("Enter")
        self.clicks += 1

    def press_button(self, words: str) -> None:
        self.press(words=words)

    def press_link(self, words: str) -> None:
        self.reach(words=words)
        self.follow()

    def press_what_leads_to(self, path: str) -> None:
        self.reach(leads_to=path)
        self.follow()

    def follow(self) -> None:
        """Press Enter on a link, and wait until the page that it leads to is there."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.clicks += 1

    def choose_file(self, name: str, file: Path) -> None:
        """Reach the field; the window in which a file is then chosen is the browser's own."""
        self.reach(name=name)
        self.page.locator(f"[name={name}]:focus").set_input_files(file)
        self.fields += 1
