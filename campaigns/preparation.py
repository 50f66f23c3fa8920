"""What surrounds the campaign, brought together: of one organization, and of every member organization on a day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from campaigns.models import Agreement, Campaign, Manual, ManualHandout, Preparation, Seminar
from campaigns.states import MEMBER_PATH, member_organizations
from organizations.access import path_of, within
from organizations.models import Organization

KINDS = {"seminar": Seminar, "manual": Manual, "handout": ManualHandout, "agreement": Agreement}


@dataclass
class Prepared:
    """A member organization as of a day. What nobody told is None: a dash, never a zero."""

    organization: Organization
    as_of: date
    word: Preparation | None = None
    seminars: list[Seminar] = field(default_factory=list)
    handouts: list[ManualHandout] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)

    @property
    def own_norm(self) -> int | None:
        return self.word.own_norm if self.word else None

    @property
    def seminar_count(self) -> int | None:
        return len(self.seminars) or None

    @property
    def trained(self) -> int | None:
        """Of the seminars that state it."""
        return _sum(seminar.trained for seminar in self.seminars)

    @property
    def copies(self) -> int | None:
        return _sum(handout.copies for handout in self.handouts)

    @property
    def handout_count(self) -> int | None:
        return len(self.handouts) or None

    @property
    def agreement_count(self) -> int | None:
        """Those in force on the day."""
        return sum(not one.valid_until or one.valid_until >= self.as_of for one in self.agreements) or None

    def told(self, name: str) -> bool | None:
        """Yes, or None: what nobody told about is not known to be missing."""
        return True if self.word and getattr(self.word, name) else None


def _sum(numbers: Iterable[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None


def prepared(campaign: Campaign, user: Any, as_of: date) -> list[Prepared]:
    """Every active member organization in sight; seminars, manuals and agreements of the bodies below count with it."""
    organizations = member_organizations(user, as_of).prefetch_related("former_names").in_order()
    by_path = {path_of(one): Prepared(one, as_of) for one in organizations}
    words = Preparation.objects.visible_to(user).filter(campaign=campaign).told_by(as_of)
    for word in words.filter(organization__level="member").select_related("organization"):
        if row := by_path.get(path_of(word.organization)):
            row.word = word
    for model, name in ((Seminar, "seminars"), (ManualHandout, "handouts"), (Agreement, "agreements")):
        facts = model.objects.visible_to(user).filter(campaign=campaign).told_by(as_of)
        for fact in facts.select_related("organization"):
            if row := by_path.get(path_of(fact.organization)[:MEMBER_PATH]):
                getattr(row, name).append(fact)
    return list(by_path.values())


def word_of(campaign: Campaign, organization: Organization, user: Any, as_of: date) -> Preparation | None:
    """The latest that this organization told by that day."""
    words = Preparation.objects.visible_to(user).filter(campaign=campaign, organization=organization)
    return words.told_by(as_of).select_related("recorded_by__person").last()


def facts_of(campaign: Campaign, organization: Organization, user: Any, as_of: date) -> dict[str, list[Any]]:
    """By kind what was told of the organization and the bodies below it."""
    below = within(path_of(organization), "organization__path")
    found: dict[str, list[Any]] = defaultdict(list)
    for kind, model in KINDS.items():
        told = model.objects.visible_to(user).filter(campaign=campaign).told_by(as_of).filter(below)
        related = ["organization", "manual"] if model is ManualHandout else ["organization"]
        found[kind] = list(told.select_related(*related))
    return found
