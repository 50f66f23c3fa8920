from django.urls import path

from reporting.views import (
    answer,
    bulk,
    calls,
    files,
    filling,
    obligation,
    obligations,
    rates,
    receipts,
    reminders,
    reminding,
    requirements,
    roll_forward,
    round_trip,
    verbs,
)

app_name = "reporting"

# Pages of those who hand in.
chairs = [
    path("obligations/<int:pk>/answer/", answer.answer, name="answer"),
    path("obligations/<int:pk>/check/", answer.check, name="check"),
    path("obligations/<int:pk>/submit/", answer.submit, name="submit"),
    path("obligations/<int:pk>/draft/", filling.draft, name="draft"),
    path("obligations/<int:pk>/conflict/", filling.conflict, name="conflict"),
    path("obligations/<int:pk>/table/", round_trip.upload, name="round_trip"),
    path("obligations/<int:pk>/table/template/", round_trip.template, name="round_trip_template"),
    path("obligations/<int:pk>/table/confirm/", round_trip.confirm, name="round_trip_confirm"),
    path("obligations/<int:pk>/draft-files/", files.draft_file_add, name="draft_file_add"),
    path("draft-files/<int:pk>/", files.draft_file, name="draft_file"),
    path("draft-files/<int:pk>/remove/", files.draft_file_remove, name="draft_file_remove"),
    path("submissions/<int:pk>/receipt/", receipts.receipt, name="receipt"),
    path("files/<int:pk>/", files.file, name="file"),
]

# Pages of the apparatus; the first one is read by chairs, too.
apparatus = [
    path("obligations/<int:pk>/", obligation.obligation, name="obligation"),
    path("", obligations.obligations, name="obligations"),
    path("rates/", rates.rates, name="rates"),
    path("bulk/<slug:verb>/", bulk.bulk, name="bulk"),
    path("reminders/", reminders.reminders, name="reminders"),
    path("reminders/stop/", reminders.reminders_stop, name="reminders_stop"),
    path("reminders/resume/", reminders.reminders_resume, name="reminders_resume"),
    path("reminders/undelivered/", reminders.undelivered, name="undelivered"),
    path("reminders/unreachable/", reminders.unreachable_bodies, name="unreachable"),
    path("reminders/by-hand/", reminding.remind, name="remind"),
    path("reminders/letters/<int:pk>/<slug:decision>/", reminders.letter_decide, name="letter_decide"),
    path("reminders/promises/", calls.promises, name="promises"),
    path("obligations/<int:pk>/called/", calls.called, name="called"),
    path("organizations/<slug:code>/called/", calls.called_organization, name="called_organization"),
    path("calls/<int:pk>/take-back/", calls.call_take_back, name="call_take_back"),
    path("requirements/", requirements.requirements, name="requirements"),
    path("requirements/new/", requirements.requirement_create, name="requirement_create"),
    path("requirements/next-year/", roll_forward.year_end, name="year_end"),
    path("requirements/next-year/do/", roll_forward.year_end_do, name="year_end_do"),
    path("requirements/<int:pk>/", requirements.requirement, name="requirement"),
    path("requirements/<int:pk>/edit/", requirements.requirement_edit, name="requirement_edit"),
    path("requirements/<int:pk>/preview/", requirements.requirement_preview, name="requirement_preview"),
    path("requirements/<int:pk>/open/", requirements.requirement_open, name="requirement_open"),
]

# One verb, one address: obligations/17/revoke-exemption/.
acts = [
    path(f"obligations/<int:pk>/{name.replace('_', '-')}/", verbs.act, {"name": name}, name=name)
    for name in verbs.VERBS
]

urlpatterns = [*chairs, *apparatus, *acts]
