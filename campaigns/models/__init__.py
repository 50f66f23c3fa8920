"""Report-and-election campaigns: what was set, what is planned, what was held."""

from campaigns.models.below import BranchSchedule, LevelProgress
from campaigns.models.campaign import Campaign, CongressDate, Window
from campaigns.models.conference import Conference
from campaigns.models.plan import Plan

__all__ = ["BranchSchedule", "Campaign", "Conference", "CongressDate", "LevelProgress", "Plan", "Window"]
