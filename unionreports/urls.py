"""Addresses: each room has its own list; the home page is the one that composes them."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("accounts/", include("accounts.urls")),
    path("organizations/", include("organizations.urls")),
    path("decrees/", include("decrees.urls")),
    path("reporting/", include("reporting.urls")),
    path("campaigns/", include("campaigns.urls")),
    path("membership/", include("membership.urls")),
    path("indicators/", include("indicators.urls")),
    path("training/", include("training.urls")),
    path("inspections/", include("inspections.urls")),
    path("letters/", include("letters.urls")),
    path("admin/", admin.site.urls),
    # Last: the page of an organization, organizations/<code>/, leaves /organizations/new/ and its like to their room.
    path("", include("overview.urls")),
]
