"""Every page of this application, registered; apart from the package, in which the site itself stands."""

from record.start_page import add_page

from . import accounts, attachments, claims, comments, handling, jobs, proposals, recordings, schedules, sources
from .drafts import delete_draft, draft
from .echo import echo
from .guide import guide
from .together import change_together
from .waiting import waiting_for_me

__all__ = [
    "accounts",
    "attachments",
    "claims",
    "comments",
    "handling",
    "jobs",
    "proposals",
    "recordings",
    "schedules",
    "sources",
]

add_page("change-together/", change_together, "change_together")
add_page("comment/", comments.add_comment, "comment")
add_page("draft/", draft, "draft")
add_page("drafts/<int:number>/delete/", delete_draft, "draft_delete")
add_page("echo/", echo, "echo")
add_page("guide/", guide, "guide")
add_page("waiting/", waiting_for_me, "waiting_for_me")
