"""Views that people save: the filters of a list under a name."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from organizations.access import Permission, can

MOST_VIEWS = 30


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, user: Any) -> Self:
        """One's own and what others share, for those who see the lists."""
        return self.filter(Q(owner=user) | Q(is_shared=True)) if can(user, Permission.SEE_TABLES) else self.none()


class SavedView(models.Model):
    """`query` is the address of the list as it was, without the day and the page; what in it no longer exists is found
    when the view is opened, for a requirement may well come back."""

    class Page(models.TextChoices):
        BOARD = "board", _("Status board")
        OBLIGATIONS = "obligations", _("Obligations")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views", verbose_name=_("saved by")
    )
    page = models.CharField(_("page"), max_length=20, choices=Page)
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(max_length=1000)
    is_default = models.BooleanField(_("the page opens with it"), default=False)
    is_shared = models.BooleanField(_("seen by the whole department"), default=False)
    saved_at = models.DateTimeField(_("saved at"))

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "page", "name"], name="one_view_of_a_name"),
            models.UniqueConstraint(fields=["owner", "page"], condition=Q(is_default=True), name="one_default_view"),
            models.CheckConstraint(condition=~Q(name=""), name="view_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def keep(self, *, at: datetime, replace: bool = False) -> None:
        """Saves it as its owner wants it. Of two views of one name the later may replace the earlier; of two that want
        to be opened with, the later one is."""
        with transaction.atomic():
            User.objects.select_for_update().get(pk=self.owner_id)
            others = list(SavedView.objects.filter(owner=self.owner_id, page=self.page).exclude(pk=self.pk))
            self._make_room(others, replace=replace)
            if self.is_default:
                SavedView.objects.filter(owner=self.owner_id, page=self.page, is_default=True).exclude(
                    pk=self.pk
                ).update(is_default=False)
            self.saved_at = at
            self.save()

    def _make_room(self, others: "list[SavedView]", *, replace: bool) -> None:
        """Names that differ in capitals only are one name."""
        same = [one for one in others if one.name.casefold() == self.name.casefold()]
        if same and not replace:
            message = _("You have a view called “%(name)s” already. Choose another name, or replace that view.")
            raise ValidationError({"name": ValidationError(message, code="taken", params={"name": same[0].name})})
        if len(others) - len(same) >= MOST_VIEWS:
            raise ValidationError(
                _("You have %(n)s views of this page already. Delete one that you no longer need."),
                params={"n": MOST_VIEWS},
            )
        for one in same:
            one.delete()
