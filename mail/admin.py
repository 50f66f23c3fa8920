from django.contrib import admin
from django.http import HttpRequest

from mail.models import Letter


@admin.register(Letter)
class LetterAdmin(admin.ModelAdmin):
    """Read-only: what went out is a fact. The text is not shown: it may hold a link that signs its reader in."""

    fields = [
        "subject", "to", "queued_at", "claimed_at", "handed_at", "sent_at", "failed_at", "withdrawn_at", "attempts",
        "last_error", "decision", "decided_by", "decided_at",
    ]  # fmt: skip
    list_display = ["subject", "to", "queued_at", "sent_at", "failed_at", "attempts", "last_error"]
    list_filter = ["sent_at", "failed_at"]
    search_fields = ["to", "subject"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Letter | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Letter | None = None) -> bool:
        return False
