"""Addresses of the statistics: looked at by staff and leadership, and by chairs for their own bodies."""

from django.urls import path

from membership.views import locked_years, statistics

urlpatterns = [
    path("", statistics.statistics, name="statistics"),
    path("changes/", statistics.changes, name="changes"),
    path("trend/", statistics.trend, name="trend"),
    path("years/", statistics.years, name="years"),
    path("regions/", statistics.regions, name="regions"),
    path("errors/", statistics.errors, name="errors"),
    path("locked-years/", locked_years.locked_years, name="locked_years"),
    path("locked-years/lock/", locked_years.lock_year, name="lock_year"),
    path("locked-years/<int:year>/unlock/", locked_years.unlock_year, name="unlock_year"),
]
