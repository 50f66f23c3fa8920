from django.urls import path

from overview.views import pages, saved_views

app_name = "overview"
urlpatterns = [
    path("", pages.home, name="home"),
    path("attention/", pages.attention, name="attention"),
    path("views/", saved_views.saved_views, name="saved_views"),
    path("views/new/", saved_views.saved_view_new, name="saved_view_new"),
    path("views/<int:pk>/edit/", saved_views.saved_view_edit, name="saved_view_edit"),
    path("views/<int:pk>/delete/", saved_views.saved_view_delete, name="saved_view_delete"),
    path("organizations/<slug:code>/", pages.organization, name="organization"),
]
