"""Training of the union's activists: who is counted, what was asked, what was told."""

from training.models.asked import TrainingAsked
from training.models.lists import BudgetNorm, TraineeCategory
from training.models.report import EventsRow, TrainedRow, TrainingReport

__all__ = ["BudgetNorm", "EventsRow", "TrainedRow", "TraineeCategory", "TrainingAsked", "TrainingReport"]
