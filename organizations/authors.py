"""Who and why, for the entry of the history that the next save writes."""

from typing import Any


def sign(instance: Any, by: Any, reason: str = "") -> None:
    """Without `by` the entry names the person of the request, if there is one."""
    if by is not None:
        instance._history_user = by
    instance._change_reason = reason
