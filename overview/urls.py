from django.urls import path

from overview.views import directions, discipline, evidence, leadership, organization, pages, saved_views

app_name = "overview"
urlpatterns = [
    path("", pages.home, name="home"),
    path("board/", pages.status_board, name="board"),
    path("attention/", pages.attention, name="attention"),
    path("leadership/", leadership.leadership, name="leadership"),
    path("leadership/regions/", leadership.leadership_regions, name="leadership_regions"),
    path("leadership/years/", leadership.leadership_years, name="leadership_years"),
    path("discipline/", discipline.discipline, name="discipline"),
    path("discipline/decrees/", discipline.discipline_execution, name="discipline_execution"),
    path("discipline/marks/<slug:direction>/<slug:organization>/", discipline.discipline_mark, name="discipline_mark"),
    path("discipline/directions/", directions.directions, name="discipline_directions"),
    path("discipline/directions/new/", directions.direction_new, name="direction_new"),
    path("discipline/directions/<int:pk>/edit/", directions.direction_edit, name="direction_edit"),
    path("discipline/directions/<int:pk>/end/", directions.direction_retire, name="direction_retire"),
    path("discipline/evidence/new/", evidence.evidence_enter, name="evidence_enter"),
    path("discipline/evidence/<int:pk>/take-back/", evidence.evidence_take_back, name="evidence_take_back"),
    path("views/", saved_views.saved_views, name="saved_views"),
    path("views/new/", saved_views.saved_view_new, name="saved_view_new"),
    path("views/<int:pk>/edit/", saved_views.saved_view_edit, name="saved_view_edit"),
    path("views/<int:pk>/delete/", saved_views.saved_view_delete, name="saved_view_delete"),
    path("organizations/<slug:code>/", organization.organization, name="organization"),
    path("organizations/<slug:code>/discipline/", organization.organization_discipline, name="organization_discipline"),
    path(
        "organizations/<slug:code>/obligations/", organization.organization_obligations, name="organization_obligations"
    ),
]
