"""Addresses of changes of territory, withdrawals and of what nobody covers."""

from django.urls import path

from membership import territory_form as forms
from membership.views import territory

urlpatterns = [
    *(path(f"{name}/", territory.shown, {"name": name}, name=name) for name in territory.PAGES),
    path(
        "territory/record/",
        territory.record,
        {"form": forms.EventForm, "back": "territory"},
        name="record_event",
    ),
    path(
        "withdrawals/record/",
        territory.record,
        {"form": forms.WithdrawalForm, "back": "withdrawals"},
        name="record_withdrawal",
    ),
    path(
        "uncovered/record/",
        territory.record,
        {"form": forms.UncoveredForm, "back": "uncovered"},
        name="record_uncovered",
    ),
    path("uncovered/<int:pk>/cover/", territory.cover, name="cover"),
]
