"""Training of the union's activists: programmes, plans and events; who is counted, what was asked, what was told."""

from training.models.asked import TrainingAsked
from training.models.event import EventParticipants, EventState, FormOfEvent, Speaker, TrainingEvent
from training.models.lists import BudgetNorm, TraineeCategory
from training.models.programme import Programme, ProgrammeModule, TrainingPlan
from training.models.report import EventsRow, TrainedRow, TrainingReport
from training.models.responsible import Responsible

__all__ = [
    "BudgetNorm",
    "EventParticipants",
    "EventState",
    "EventsRow",
    "FormOfEvent",
    "Programme",
    "ProgrammeModule",
    "Responsible",
    "Speaker",
    "TrainedRow",
    "TraineeCategory",
    "TrainingAsked",
    "TrainingEvent",
    "TrainingPlan",
    "TrainingReport",
]
