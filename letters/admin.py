"""Letters to look at: what was issued is written elsewhere and corrected nowhere."""

from django.contrib import admin

from letters.models import LetterFile, LetterScan, LetterText, OfficialLetter, WordTemplate
from organizations.admin_base import ReadOnlyAdmin


@admin.register(OfficialLetter)
class OfficialLetterAdmin(ReadOnlyAdmin):
    list_display = ["kind", "full_number", "issued_on", "subject_ru", "as_of", "organization"]
    list_select_related = ["organization"]
    list_filter = ["kind", "year"]
    search_fields = ["subject_ru", "subject_kk", "outgoing_number"]
    exclude = ["blocks_ru", "blocks_kk"]


@admin.register(LetterText)
class LetterTextAdmin(ReadOnlyAdmin):
    list_display = ["letter", "key", "row", "saved_at"]
    list_select_related = ["letter"]


@admin.register(WordTemplate)
class WordTemplateAdmin(ReadOnlyAdmin):
    list_display = ["kind", "language", "version", "source", "uploaded_by", "uploaded_at"]
    list_select_related = ["uploaded_by"]
    list_filter = ["kind", "language"]


@admin.register(LetterFile)
class LetterFileAdmin(ReadOnlyAdmin):
    list_display = ["letter", "annex", "language", "digest"]
    list_select_related = ["letter"]


@admin.register(LetterScan)
class LetterScanAdmin(ReadOnlyAdmin):
    list_display = ["letter", "name", "attached_by", "attached_at", "set_aside_at"]
    list_select_related = ["letter", "attached_by"]
