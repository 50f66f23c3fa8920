from django.urls import path

from indicators.views import about, defining, filling, reading, recording, statistics

app_name = "indicators"
urlpatterns = [
    path("", statistics.forms, name="forms"),
    path("new/", defining.form_create, name="form_create"),
    # A report: filled in, checked, handed in, recorded from paper, read.
    path("fill/<int:pk>/", filling.report_form, name="report_form"),
    path("fill/<int:pk>/check/", filling.report_check, name="report_check"),
    path("fill/<int:pk>/submit/", filling.report_submit, name="report_submit"),
    path("record/<int:pk>/", recording.report_record, name="report_record"),
    path("report/<int:pk>/", reading.report, name="report"),
    path("told/<int:pk>/", reading.told, name="told"),
    # What a form asks, version by version.
    path("versions/<int:pk>/use/", defining.version_use, name="version_use"),
    path("versions/<int:pk>/drop/", defining.version_drop, name="version_drop"),
    path("versions/<int:pk>/groups/", defining.group_add, name="group_add"),
    path("versions/<int:pk>/indicators/", defining.indicator_add, name="indicator_add"),
    path("groups/<int:pk>/", defining.group_edit, name="group_edit"),
    path("groups/<int:pk>/remove/", defining.group_remove, name="group_remove"),
    path("indicators/<int:pk>/", defining.indicator_edit, name="indicator_edit"),
    path("indicators/<int:pk>/remove/", defining.indicator_remove, name="indicator_remove"),
    path("connect/<int:pk>/", defining.connect, name="connect"),
    # One form: last, since its code stands first.
    path("<slug:code>/", statistics.table, name="table"),
    path("<slug:code>/years/", statistics.years, name="years"),
    path("<slug:code>/ranking/", statistics.ranking, name="ranking"),
    path("<slug:code>/definition/", defining.definition, name="definition"),
    path("<slug:code>/edit/", defining.form_edit, name="form_edit"),
    path("<slug:code>/begin/", defining.version_begin, name="version_begin"),
    path("<slug:code>/ask/", defining.ask, name="ask"),
    path("<slug:code>/about/", about.about, name="about"),
    path("<slug:code>/about/<str:slug>/", about.about_period, name="about_period"),
    path("<slug:code>/about/<str:slug>/table/", about.about_template, name="about_template"),
    path("<slug:code>/about/<str:slug>/upload/", about.about_upload, name="about_upload"),
    path("<slug:code>/about/<str:slug>/confirm/", about.about_confirm, name="about_confirm"),
    path("<slug:code>/about/<str:slug>/of/<slug:organization>/", about.about_enter, name="about_enter"),
]
