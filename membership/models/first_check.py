"""How many checks failed when a report was handed in for the first time."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reporting.models import Obligation, Submission
from reporting.models.inserting import insert


class FirstCheck(models.Model):
    """Kept when somebody first asks to hand in a report that has all its obligatory figures; later rounds, and what was
    corrected before the hand-in, do not change it."""

    obligation = models.OneToOneField(
        Obligation, on_delete=models.CASCADE, related_name="+", verbose_name=_("obligation")
    )
    failed_checks = models.PositiveSmallIntegerField(_("checks failed when first handed in"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    at = models.DateTimeField(_("entered at"))

    class Meta:
        verbose_name = _("first check of a report")
        verbose_name_plural = _("first checks of reports")

    def __str__(self) -> str:
        return f"{self.obligation}: {self.failed_checks}"

    @classmethod
    def keep(cls, obligation: Obligation, failed: int, *, by: Any, at: datetime) -> int:
        """The count that holds for this obligation: the first one."""
        facts = {"failed_checks": min(failed, 32_767), "by": by, "at": at}
        kept, _made = cls.objects.get_or_create(obligation=obligation, defaults=facts)
        return kept.failed_checks

    @classmethod
    def keep_many(cls, failed: Mapping[Submission, int]) -> dict[int, int]:
        """The same for many hand-ins, by the number of the obligation."""
        owed = [submission.obligation_id for submission in failed]
        found = dict(cls.objects.filter(obligation__in=owed).values_list("obligation", "failed_checks"))
        made = [
            FirstCheck(
                obligation_id=submission.obligation_id,
                failed_checks=min(count, 32_767),
                by=submission.submitted_by,
                at=submission.submitted_at,
            )
            for submission, count in failed.items()
            if submission.obligation_id not in found
        ]
        insert(made)
        return found | {one.obligation_id: one.failed_checks for one in made}
