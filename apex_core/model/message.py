"""What travels between a story and its steps: names, keys, counts and seeds, never data."""

from apex_core.model.noun import Noun


class Message(Noun):
    """Base of every ask and answer."""
