"""A form of which nobody has begun anything."""

from .watch import Watched


def delete_drafts(watched: Watched, address: str) -> None:
    """Begin without what another test left."""
    watched.goto(address)
    watched.page.wait_for_load_state("networkidle")
    found = watched.page.get_by_role("link", name="Delete the draft or start anew")
    if found.count():
        found.click()
        watched.page.get_by_role("button", name="Delete it and start anew").click()
        watched.page.wait_for_load_state("networkidle")
