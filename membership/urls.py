from membership import form_urls

app_name = "membership"
urlpatterns = [*form_urls.urlpatterns]
