"""Addresses of the report itself: filled in, checked, handed in, recorded from paper, looked at."""

from django.urls import path

from membership.views import below, filling, recording, showing

BELOW = "organizations/<slug:code>/<int:year>"

urlpatterns = [
    path("obligations/<int:pk>/form/", filling.report_form, name="report_form"),
    path("obligations/<int:pk>/form/<slug:section>/", filling.report_section, name="report_section"),
    path("obligations/<int:pk>/checks/", filling.report_checks, name="report_checks"),
    path("obligations/<int:pk>/check/", filling.report_check, name="report_check"),
    path("obligations/<int:pk>/submit/", filling.report_submit, name="report_submit"),
    path("obligations/<int:pk>/record/", recording.report_record, name="report_record"),
    path("submissions/<int:pk>/", showing.report, name="report"),
    path(f"{BELOW}/", below.below, name="below"),
    path(f"{BELOW}/submit/", below.below_submit, name="below_submit"),
    path(f"{BELOW}/table/", below.below_upload, name="below_upload"),
    path(f"{BELOW}/table/template/", below.below_template, name="below_template"),
    path(f"{BELOW}/table/confirm/", below.below_confirm, name="below_confirm"),
]
