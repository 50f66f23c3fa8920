"""Conditions that facts of several rooms keep to."""

from django.db.models import Q


def both_or_none(*fields: str) -> Q:
    """All of these fields are given, or none: who, when and on which day are one fact."""
    return Q(**{f"{field}__isnull": True for field in fields}) | Q(**{f"{field}__isnull": False for field in fields})
