"""Views that people save; and what the discipline of organizations is read from."""

from overview.models.discipline import Direction, Evidence
from overview.models.saved_views import MOST_VIEWS, SavedView, SavedViewQuerySet

__all__ = ["MOST_VIEWS", "Direction", "Evidence", "SavedView", "SavedViewQuerySet"]
