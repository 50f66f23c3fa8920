from django.urls import path

from reporting.views import (
    answer,
    asking,
    batch,
    bulk,
    calls,
    files,
    filling,
    information_requests,
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
    path("requirements/<int:pk>/tables/", batch.batch, name="batch"),
    path("requirements/<int:pk>/tables/confirm/", batch.batch_confirm, name="batch_confirm"),
    path("requirements/<int:pk>/edit/", requirements.requirement_edit, name="requirement_edit"),
    path("requirements/<int:pk>/preview/", requirements.requirement_preview, name="requirement_preview"),
    path("requirements/<int:pk>/open/", requirements.requirement_open, name="requirement_open"),
]

# Questions at short notice; the pages that only show are read by those who are asked, too.
requests = [
    path("requests/", information_requests.requests, name="requests"),
    path("requests/new/", asking.create, name="request_create"),
    path("requests/<int:pk>/", information_requests.information_request, name="request"),
    path("requests/<int:pk>/answers/", information_requests.answers, name="request_answers"),
    path("requests/<int:pk>/files/", information_requests.files, name="request_files"),
    path("requests/<int:pk>/edit/", asking.edit, name="request_edit"),
    path("requests/<int:pk>/whom/", asking.whom, name="request_whom"),
    path("requests/<int:pk>/preview/", asking.preview, name="request_preview"),
    path("requests/<int:pk>/ask/", asking.ask, name="request_ask"),
    path("requests/<int:pk>/drop/", asking.drop, name="request_drop"),
    path("requests/<int:pk>/withdraw/", asking.withdraw, name="request_withdraw"),
    path("requests/forms/<int:pk>/", information_requests.form_file, name="request_form_file"),
    path("requests/forms/<int:pk>/remove/", asking.form_file_remove, name="request_form_file_remove"),
]

# One verb, one address: obligations/17/revoke-exemption/.
acts = [
    path(f"obligations/<int:pk>/{name.replace('_', '-')}/", verbs.act, {"name": name}, name=name)
    for name in verbs.VERBS
]

urlpatterns = [*chairs, *apparatus, *requests, *acts]
