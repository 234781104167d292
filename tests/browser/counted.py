"""Somebody whose fields and presses are counted: "A field counts when the person types or chooses in it, a click is a
press of pointer or Enter on a link or button; sign-in left out"."""

from pathlib import Path

from playwright.sync_api import Locator, Page


class Counted:
    """A person at a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.fields = self.clicks = 0

    def write(self, name: str, text: str) -> None:
        """Type into the field of that name, or choose in it."""
        field = self.page.locator(f"[name='{name}']")
        if field.evaluate("field => field.tagName") == "SELECT":
            options = field.locator("option").all_inner_texts()
            field.select_option(index=next(place for place, one in enumerate(options) if one.startswith(text)))
        else:
            field.fill(text)
        self.fields += 1

    def choose_file(self, name: str, file: Path) -> None:
        self.page.locator(f"[name='{name}']").set_input_files(file)
        self.fields += 1

    def press(self, target: Locator) -> None:
        target.click()
        self.clicks += 1

    def press_link(self, words: str) -> None:
        self.press(self.page.get_by_role("link", name=words, exact=True).first)

    def press_button(self, words: str) -> None:
        self.press(self.page.get_by_role("button", name=words, exact=True).first)

    def press_what_leads_to(self, path: str) -> None:
        self.press(self.page.locator(f"a[href$='{path}']").first)

    def unfold(self, words: str, *, inside: str) -> None:
        """Press what opens a fold, unless it is open."""
        fold = self.page.locator(inside).locator("details", has=self.page.locator("summary", has_text=words)).first
        if fold.get_attribute("open") is None:
            self.press(fold.locator("summary").first)
