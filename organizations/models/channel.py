"""Where an organization speaks to the public."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.access import ScopedQuerySet


class SocialChannel(models.Model):
    """A channel of the organization's own, and the day somebody last confirmed that it lives."""

    class Kind(models.TextChoices):
        FACEBOOK = "facebook", "Facebook"
        INSTAGRAM = "instagram", "Instagram"
        TELEGRAM = "telegram", "Telegram"
        WHATSAPP = "whatsapp", "WhatsApp"
        YOUTUBE = "youtube", "YouTube"
        TIKTOK = "tiktok", "TikTok"
        OTHER = "other", _("other")

    organization = models.ForeignKey(
        "organizations.Organization", on_delete=models.CASCADE, related_name="social_channels"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    address = models.CharField(_("address"), max_length=200)
    confirmed_on = models.DateField(_("last confirmed on"), null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("social channel")
        verbose_name_plural = _("social channels")
        ordering = ["kind", "address"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.address}"
