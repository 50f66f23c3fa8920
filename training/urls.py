from django.urls import path

from training.views import connecting, filling, reading, recording, statistics

app_name = "training"
urlpatterns = [
    path("", statistics.table, name="table"),
    path("ranking/", statistics.ranking, name="ranking"),
    path("budget/", statistics.budget, name="budget"),
    path("years/", statistics.years, name="years"),
    # A report: filled in, checked, handed in, recorded from paper, read.
    path("fill/<int:pk>/", filling.report_form, name="report_form"),
    path("fill/<int:pk>/check/", filling.report_check, name="report_check"),
    path("fill/<int:pk>/submit/", filling.report_submit, name="report_submit"),
    path("record/<int:pk>/", recording.report_record, name="report_record"),
    path("report/<int:pk>/", reading.report, name="report"),
    # Of which period a requirement asks.
    path("connect/<int:pk>/", connecting.connect, name="connect"),
]
