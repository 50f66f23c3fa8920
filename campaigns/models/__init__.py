"""Report-and-election campaigns: what was set, what is planned, what was held."""

from campaigns.models.campaign import Campaign, CongressDate, Window
from campaigns.models.facts import BranchSchedule, Conference
from campaigns.models.plan import Plan

__all__ = ["BranchSchedule", "Campaign", "Conference", "CongressDate", "Plan", "Window"]
