"""A page of the browser that keeps what went wrong on it."""

from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Page, Request, Response

AXE = (Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


class Watched:
    """Keeps console errors, breaches of the page policy, failed answers and requests that leave the site."""

    def __init__(self, page: Page, site: str) -> None:
        self.page, self.site = page, site
        self.troubles: list[str] = []
        self.is_examined = False
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.troubles.append(f"{page.url}: {error}"))
        page.on("request", self._asked)
        page.on("response", self._answered)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not self.is_examined:
            self.troubles.append(f"{self.page.url}: {message.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.site, "data:", "blob:")):
            self.troubles.append(f"{self.page.url} asks {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.troubles.append(f"{response.url} answers {response.status}")

    def goto(self, path: str) -> None:
        self.page.goto(self.site + path)

    def violations(self) -> list[tuple[str, str]]:
        """What axe finds against WCAG 2.2 AA, as pairs of rule and element.

        To read style sheets that import others axe writes a style of its own, which the page policy refuses and the
        console tells: what is heard meanwhile is axe's doing, not the page's.
        """
        self.page.wait_for_load_state("load")
        self.page.evaluate(AXE())
        self.is_examined = True
        found: dict[str, Any] = self.page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
        self.is_examined = False
        return [(rule["id"], node["html"][:200]) for rule in found["violations"] for node in rule["nodes"]]

    def sideways(self) -> int:
        """By how many pixels the page is wider than its window."""
        return self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
