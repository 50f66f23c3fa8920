"""Report-and-election campaigns: what was set, what is planned, what was held."""

from campaigns.models.below import BranchSchedule, LevelProgress
from campaigns.models.campaign import Campaign, CongressDate, Window
from campaigns.models.conference import Conference
from campaigns.models.congress import Delegate
from campaigns.models.norm import Base, DelegateNorm, MemberBase
from campaigns.models.plan import Plan
from campaigns.models.preparation import Preparation
from campaigns.models.told import Agreement, Manual, ManualHandout, Seminar

__all__ = [
    "Agreement",
    "Base",
    "BranchSchedule",
    "Campaign",
    "Conference",
    "CongressDate",
    "Delegate",
    "DelegateNorm",
    "LevelProgress",
    "Manual",
    "ManualHandout",
    "MemberBase",
    "Plan",
    "Preparation",
    "Seminar",
    "Window",
]
