from django.urls import include, path

from campaigns.views import (
    conferences,
    filling,
    pages,
    primaries,
    primary_terms,
    reading,
    verbs,
)

app_name = "campaigns"
urlpatterns = [
    path("", pages.campaigns, name="campaigns"),
    path("<int:pk>/", pages.campaign, name="campaign"),
    path("", include("campaigns.congress_urls")),
    path("", include("campaigns.packet_urls")),
    path("", include("campaigns.results_urls")),
    path("<int:pk>/schedule/", pages.schedule, name="schedule"),
    path("<int:pk>/reading/", reading.reading, name="reading"),
    path("<int:pk>/organizations/<slug:code>/", pages.plans, name="plans"),
    path("<int:pk>/organizations/<slug:code>/primaries/", primary_terms.primaries, name="primaries"),
    path("<int:pk>/organizations/<slug:code>/plan/", verbs.plan_record, name="plan_record"),
    path("<int:pk>/organizations/<slug:code>/conference/", conferences.conference_record, name="conference_record"),
    path(
        "<int:pk>/organizations/<slug:code>/branch-schedule/",
        verbs.branch_schedule_record,
        name="branch_schedule_record",
    ),
    path("<int:pk>/organizations/<slug:code>/held/", conferences.conference_tell, name="conference_tell"),
    path("<int:pk>/organizations/<slug:code>/progress/", verbs.progress_record, name="progress_record"),
    path("<int:pk>/terms/", pages.terms, name="terms"),
    path("<int:pk>/progress/", pages.progress, name="progress"),
    path("organizations/<slug:code>/", conferences.conferences, name="conferences"),
    path("organizations/<slug:code>/new/", conferences.conference_outside, name="conference_outside"),
    path("conferences/<int:pk>/details/", conferences.conference_describe, name="conference_describe"),
    path("conferences/<int:pk>/redate/", conferences.conference_redate, name="conference_redate"),
    path("conferences/<int:pk>/confirm/", conferences.conference_confirm, name="conference_confirm"),
    path("conferences/<int:pk>/notify/", conferences.conference_notify, name="conference_notify"),
    path("conferences/<int:pk>/cancel/", conferences.conference_cancel, name="conference_cancel"),
    path("plans/<int:pk>/set-aside/", verbs.plan_set_aside, name="plan_set_aside"),
    path("obligations/<int:pk>/form/", filling.schedule_form, name="schedule_form"),
    path("obligations/<int:pk>/form/<slug:code>/", primaries.schedule_primaries, name="schedule_primaries"),
    path("obligations/<int:pk>/check/", filling.schedule_check, name="schedule_check"),
    path("obligations/<int:pk>/submit/", filling.schedule_submit, name="schedule_submit"),
    path("submissions/<int:pk>/", pages.submitted_schedule, name="submitted_schedule"),
]
