"""Addresses of the statistics: looked at by staff and leadership, and by chairs for their own bodies."""

from django.urls import path

from membership.views import statistics

urlpatterns = [
    path("", statistics.statistics, name="statistics"),
    path("changes/", statistics.changes, name="changes"),
    path("trend/", statistics.trend, name="trend"),
    path("years/", statistics.years, name="years"),
    path("regions/", statistics.regions, name="regions"),
    path("errors/", statistics.errors, name="errors"),
]
