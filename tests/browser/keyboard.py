"""Somebody who has no mouse, whose fields and presses are counted as those of `Counted` are."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

FOCUSED = """() => {
    const at = document.activeElement;
    return {name: at.name || "", words: (at.innerText || at.value || "").trim(),
            seen: at.getClientRects().length > 0 && at.getBoundingClientRect().bottom > 0};
}"""


class Keyboard:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.fields = self.clicks = 0

    def reach(self, *, name: str = "", words: str = "", most: int = 400) -> None:
        """Press Tab until the field of that name, or what bears those words, has the focus and can be seen."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            focused = self.page.evaluate(FOCUSED)
            if (name and focused["name"] == name) or (words and focused["words"] == words):
                assert focused["seen"], f"{name or words} has the focus and cannot be seen"
                return
        pytest.fail(f"Tab never reaches {name or words}.")

    def fill(self, name: str, text: str) -> None:
        self.reach(name=name)
        self.page.keyboard.type(text)
        self.fields += 1

    def tick(self, name: str) -> None:
        self.reach(name=name)
        self.page.keyboard.press("Space")
        self.fields += 1

    def press(self, *, name: str = "", words: str = "") -> None:
        self.reach(name=name, words=words)
        self.page.keyboard.press("Enter")
        self.clicks += 1

    def choose_file(self, name: str, file: Path) -> None:
        """Reach the field; the window in which a file is then chosen is the browser's own."""
        self.reach(name=name)
        self.page.locator(f"[name={name}]:focus").set_input_files(file)
        self.fields += 1
