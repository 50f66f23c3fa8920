"""The core: requirement, obligation, hand-in, and the decisions about them."""

from reporting.models.calls import Call
from reporting.models.decisions import Exemption, Postponement
from reporting.models.information_requests import InformationRequest, RequirementFile
from reporting.models.obligation import Obligation
from reporting.models.periods import AsksPeriods, both_ask
from reporting.models.reminders import Reminder, ReminderStop, stopped, until_of
from reporting.models.requirement import NonWorkingDay, Requirement
from reporting.models.submission import Draft, DraftFile, Remark, StandardRemark, Submission, SubmissionFile
from reporting.models.together import together

__all__ = [
    "AsksPeriods",
    "Call",
    "Draft",
    "DraftFile",
    "Exemption",
    "InformationRequest",
    "NonWorkingDay",
    "Obligation",
    "Postponement",
    "Remark",
    "Reminder",
    "ReminderStop",
    "Requirement",
    "RequirementFile",
    "StandardRemark",
    "Submission",
    "SubmissionFile",
    "both_ask",
    "stopped",
    "together",
    "until_of",
]
