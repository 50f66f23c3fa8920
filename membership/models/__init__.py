"""Yearly membership statistics: what was reported, the lists it is broken down by, and what moved between reports."""

from membership.models.first_check import FirstCheck
from membership.models.lists import Classifier, Parameter
from membership.models.report import FlowRow, MembershipReport, MovedRow, NoteReason, TypeRow
from membership.models.territory import TerritoryEvent, UncoveredTerritory
from membership.models.years import LockedYear

__all__ = [
    "Classifier",
    "FirstCheck",
    "FlowRow",
    "LockedYear",
    "MembershipReport",
    "MovedRow",
    "NoteReason",
    "Parameter",
    "TerritoryEvent",
    "TypeRow",
    "UncoveredTerritory",
]
