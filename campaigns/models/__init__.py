"""Report-and-election campaigns: what was set, what is planned, what was held."""

from campaigns.models.below import BranchSchedule, LevelProgress
from campaigns.models.campaign import Campaign, CongressDate, Window
from campaigns.models.conference import Conference
from campaigns.models.congress import Delegate
from campaigns.models.norm import Base, DelegateNorm, MemberBase
from campaigns.models.packet import PacketDocument, PacketFile, PacketPage, PacketPart
from campaigns.models.plan import Plan
from campaigns.models.preparation import Preparation
from campaigns.models.results import ConferenceResults, LevelResults
from campaigns.models.told import Agreement, Manual, ManualHandout, Seminar

__all__ = [
    "Agreement",
    "Base",
    "BranchSchedule",
    "Campaign",
    "Conference",
    "ConferenceResults",
    "CongressDate",
    "Delegate",
    "DelegateNorm",
    "LevelProgress",
    "LevelResults",
    "Manual",
    "ManualHandout",
    "MemberBase",
    "PacketDocument",
    "PacketFile",
    "PacketPage",
    "PacketPart",
    "Plan",
    "Preparation",
    "Seminar",
    "Window",
]
