"""Results of conferences: filled in by chairs, entered from paper by staff, looked at by everybody in their scope."""

from django.urls import path

from campaigns.views import results, results_check, results_entering, results_filling

urlpatterns = [
    path("<int:pk>/results/", results.results, name="results"),
    path("<int:pk>/results/<slug:code>/", results.results_of, name="results_of"),
    path("obligations/<int:pk>/results/", results_filling.results_form, name="results_form"),
    path("obligations/<int:pk>/results/check/", results_check.results_check, name="results_check"),
    path("obligations/<int:pk>/results/submit/", results_check.results_submit, name="results_submit"),
    path("obligations/<int:pk>/results/<slug:section>/", results_filling.results_section, name="results_section"),
    path("submissions/<int:pk>/results/", results.submitted_results, name="submitted_results"),
    path("submissions/<int:pk>/results/enter/", results_entering.results_enter, name="results_enter"),
]
