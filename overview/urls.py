from django.urls import path

from overview import views
from reporting.views.board import board

app_name = "overview"
urlpatterns = [
    path("", views.home, name="home"),
    path("board/", board, name="board"),
    path("leadership/", views.leadership, name="leadership"),
    path("leadership/regions/", views.leadership_regions, name="leadership_regions"),
    path("leadership/years/", views.leadership_years, name="leadership_years"),
    path("organizations/<slug:code>/", views.organization, name="organization"),
    path("organizations/<slug:code>/discipline/", views.organization_discipline, name="organization_discipline"),
    path("organizations/<slug:code>/obligations/", views.organization_obligations, name="organization_obligations"),
]
