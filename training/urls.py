from django.urls import path

from training.views import connecting, events, filling, plans, reading, recording, statistics

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
    # Events.
    path("events/", events.events, name="events"),
    path("events/new/", events.event_whose, name="event_whose"),
    path("events/new/<slug:code>/", events.event_new, name="event_new"),
    path("events/<int:pk>/", events.event, name="event"),
    path("events/<int:pk>/edit/", events.event_edit, name="event_edit"),
    path("events/<int:pk>/cancel/", events.event_cancel, name="event_cancel"),
    # Plans, programmes, who answers for it.
    path("plans/", plans.plans, name="plans"),
    path("plans/<slug:code>/<int:year>/", plans.plan, name="plan"),
    path("plans/<slug:code>/<int:year>/edit/", plans.plan_edit, name="plan_edit"),
    path("programmes/", plans.programmes, name="programmes"),
    path("programmes/new/", plans.programme_new, name="programme_new"),
    path("programmes/<int:pk>/edit/", plans.programme_edit, name="programme_edit"),
    path("responsible/", plans.responsible, name="responsible"),
    path("responsible/<slug:code>/", plans.responsible_of, name="responsible_of"),
    path("responsible/<slug:code>/name/", plans.responsible_name, name="responsible_name"),
    path("responsible/<int:pk>/end/", plans.responsible_end, name="responsible_end"),
    # Of which period a requirement asks.
    path("connect/<int:pk>/", connecting.connect, name="connect"),
]
