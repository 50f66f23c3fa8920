from django.urls import path

from inspections.forms.verbs import VERBS
from inspections.letters_given import report_file
from inspections.views import reading, verbs, writing

app_name = "inspections"
urlpatterns = [
    path("", reading.inspections, name="inspections"),
    path("recommendations/", reading.recommendations, name="recommendations"),
    path("plans/", reading.plans, name="plans"),
    path("plans/new/", writing.plan_create, name="plan_create"),
    path("plans/<int:pk>/", reading.plan, name="plan"),
    path("plans/<int:pk>/edit/", writing.plan_edit, name="plan_edit"),
    path("new/", writing.create, name="create"),
    path("<int:pk>/", reading.inspection, name="inspection"),
    path("<int:pk>/edit/", writing.edit, name="edit"),
    path("<int:pk>/follow/", writing.follow, name="follow"),
    # One verb, one address: 17/hand-over/.
    *(path(f"<int:pk>/{name.replace('_', '-')}/", verbs.act, {"name": name}, name=name) for name in VERBS),
    # The report as a document, once it was issued.
    path("<int:pk>/document/<slug:language>/", report_file, name="report_file"),
    # What a report is written of.
    path("<int:pk>/inspectors/add/", writing.inspector_add, name="inspector_add"),
    path("inspectors/<int:pk>/", writing.inspector_edit, name="inspector_edit"),
    path("inspectors/<int:pk>/remove/", writing.inspector_remove, name="inspector_remove"),
    path("<int:pk>/findings/add/", writing.finding_add, name="finding_add"),
    path("findings/<int:pk>/", writing.finding_edit, name="finding_edit"),
    path("findings/<int:pk>/remove/", writing.finding_remove, name="finding_remove"),
    path("<int:pk>/recommendations/add/", writing.recommendation_add, name="recommendation_add"),
    path("recommendations/<int:pk>/", writing.recommendation_edit, name="recommendation_edit"),
    path("recommendations/<int:pk>/remove/", writing.recommendation_remove, name="recommendation_remove"),
    path("recommendations/<int:pk>/redate/", verbs.recommendation_redate, name="recommendation_redate"),
    path("judgements/<int:pk>/", writing.judge, name="judge"),
]
