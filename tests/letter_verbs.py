"""Verbs of official documents, as tests/test_history.py tries them: each makes what it needs, does the verb with `who`,
and returns the rows it wrote."""

from collections.abc import Callable
from typing import Any

from django.db import models

from letters import issuing
from letters.models import OfficialLetter
from tests.world import NOON, TODAY, World

Rows = list[models.Model]


def tell_outgoing(world: World, by: Any, at: Any) -> Rows:
    draft = OfficialLetter.objects.create(
        kind="passport", organization=world.karaganda, as_of=TODAY, made_by=world.saule, made_at=NOON
    )
    seen = issuing.fingerprint(draft, issuing.material_of(draft, world.saule))
    letter = issuing.issue(draft, by=world.saule, at=NOON, today=TODAY, seen=seen, with_gaps=True)
    letter.tell_outgoing(number="12-04/7", on=TODAY, today=TODAY, by=by)
    return [letter]


VERBS: dict[str, Callable[..., Rows]] = {"OfficialLetter.tell_outgoing": tell_outgoing}
NO_HISTORY = {
    f"WordTemplate.{verb}": "a version stands in a row of its own, with who brought it, and is never changed"
    for verb in ("add", "restore", "return_to_built_in")
}
