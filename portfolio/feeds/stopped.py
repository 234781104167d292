"""How a feed says in one sentence why it stopped."""


class FeedStopped(Exception):
    """Why a run brought nothing: in one sentence, which becomes the outcome of its job. Nothing was written."""
