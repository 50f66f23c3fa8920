"""Rows that belong to one thing and are saved with it: what is gone is deleted, what is the same is left alone."""

from collections.abc import Iterable
from typing import Any

from django.db import models

from organizations.authors import sign


def put_rows(dropped: models.QuerySet, kept: Iterable[models.Model], *, by: Any) -> None:
    """Each with its author in the history."""
    for one in dropped:
        sign(one, by)
        one.delete()
    for one in kept:
        if one.pk is None or _differs(one):
            sign(one, by)
            one.save()


def _differs(one: models.Model) -> bool:
    saved = type(one)._default_manager.filter(pk=one.pk).values().first() or {}
    return any(getattr(one, field.attname) != saved.get(field.attname) for field in one._meta.concrete_fields)
