"""Addresses of the report itself: filled in, checked, handed in, recorded from paper, looked at."""

from django.urls import path

from membership.views import filling, recording, showing

urlpatterns = [
    path("obligations/<int:pk>/form/", filling.report_form, name="report_form"),
    path("obligations/<int:pk>/form/<slug:section>/", filling.report_section, name="report_section"),
    path("obligations/<int:pk>/checks/", filling.report_checks, name="report_checks"),
    path("obligations/<int:pk>/check/", filling.report_check, name="report_check"),
    path("obligations/<int:pk>/submit/", filling.report_submit, name="report_submit"),
    path("obligations/<int:pk>/record/", recording.report_record, name="report_record"),
    path("submissions/<int:pk>/", showing.report, name="report"),
]
