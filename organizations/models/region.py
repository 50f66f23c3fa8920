from django.db import models
from django.utils.translation import get_language, gettext_lazy as _


class Region(models.Model):
    """One of the 20 regions of Kazakhstan; three were split off on 08.06.2022."""

    iso = models.CharField(_("ISO 3166-2 code"), max_length=6, primary_key=True)
    name_ru = models.CharField(_("name in Russian"), max_length=100)
    name_kk = models.CharField(_("name in Kazakh"), max_length=100)
    exists_from = models.DateField(_("exists from"), null=True, blank=True)
    split_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="splits", verbose_name=_("split from")
    )

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["iso"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_kk if get_language() == "kk" else self.name_ru
