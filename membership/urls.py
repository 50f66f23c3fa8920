from membership import form_urls, statistics_urls

app_name = "membership"
urlpatterns = [*statistics_urls.urlpatterns, *form_urls.urlpatterns]
