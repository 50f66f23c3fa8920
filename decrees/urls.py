from django.urls import URLPattern

app_name = "decrees"
urlpatterns: list[URLPattern] = []
