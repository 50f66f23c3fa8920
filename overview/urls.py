from django.urls import path

from overview import views

app_name = "overview"
urlpatterns = [
    path("", views.home, name="home"),
    path("organizations/<slug:code>/", views.organization, name="organization"),
]
