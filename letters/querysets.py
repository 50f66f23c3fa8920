"""Which letters a person sees: drafts are of those who issue, internal ones of the apparatus and the leadership."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.registry import WHOLE_UNION
from organizations.access import Permission, ScopedQuerySet, can


def unchangeable() -> ValidationError:
    return ValidationError(_("An issued document does not change and is not deleted."), code="issued")


class OfficialLetterQuerySet(ScopedQuerySet):
    def issued(self) -> Self:
        return self.filter(number__isnull=False)

    def drafts(self) -> Self:
        return self.filter(number=None)

    def visible_to(self, user: Any, permission: Permission = Permission.SEE) -> Self:
        seen = super().visible_to(user, permission)
        if user is WHOLE_UNION or can(user, Permission.ISSUE):
            return seen
        issued = seen.issued()
        return issued if can(user, Permission.SEE_TABLES) else issued.filter(is_internal=False)

    def update(self, **values: Any) -> int:
        """Whatever the change, an issued document does not take it from here."""
        if self.issued().exists():
            raise unchangeable()
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        if self.issued().exists():
            raise unchangeable()
        return super().delete()


class OfLetterQuerySet(ScopedQuerySet):
    """Files and texts follow their letter."""

    organization_lookup = "letter__organization"

    def visible_to(self, user: Any, permission: Permission = Permission.SEE) -> Self:
        from letters.models import OfficialLetter

        return self.filter(letter__in=OfficialLetter.objects.visible_to(user, permission))


class FixedQuerySet(models.QuerySet):
    """Rows that are written once."""

    def update(self, **values: Any) -> int:
        raise unchangeable()

    def delete(self) -> tuple[int, dict[str, int]]:
        raise unchangeable()


class LetterFileQuerySet(OfLetterQuerySet):
    def update(self, **values: Any) -> int:
        raise unchangeable()

    def delete(self) -> tuple[int, dict[str, int]]:
        raise unchangeable()
