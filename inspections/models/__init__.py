"""Inspections: what was planned, what was found, what was recommended, what came of it."""

from inspections.models.findings import Finding, FindingFigure
from inspections.models.follow_up import FollowUp
from inspections.models.inspection import Inspection
from inspections.models.inspector import Inspector
from inspections.models.lists import FindingSection, ReplyTerm
from inspections.models.plan import InspectionPlan
from inspections.models.recommendation import Recommendation

__all__ = [
    "Finding",
    "FindingFigure",
    "FindingSection",
    "FollowUp",
    "Inspection",
    "InspectionPlan",
    "Inspector",
    "Recommendation",
    "ReplyTerm",
]
