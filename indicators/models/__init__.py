"""Forms of numbers that staff define: versions, groups and indicators, when they are asked, and the figures told."""

from indicators.models.asked import FormAsked
from indicators.models.definition import ActivityForm, FormVersion, Indicator, IndicatorGroup
from indicators.models.report import ActivityReport, Figure

__all__ = ["ActivityForm", "ActivityReport", "Figure", "FormAsked", "FormVersion", "Indicator", "IndicatorGroup"]
