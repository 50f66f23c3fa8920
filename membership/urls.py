from membership import form_urls, statistics_urls, territory_urls

app_name = "membership"
urlpatterns = [*statistics_urls.urlpatterns, *form_urls.urlpatterns, *territory_urls.urlpatterns]
