"""Decrees are read by the apparatus, leadership and controllers; chairs see those that ask something of them."""

from typing import Any, Self

from django.db import models

from organizations.access import Permission, can


class DecreeQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Every decree of the Central Committee is addressed to the whole union: whoever holds an office may read it."""
        return self.all() if can(user, Permission.SEE) else self.none()


class DecreeItemQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.all() if can(user, Permission.SEE) else self.none()
