from django.urls import path

from decrees.views import marking, reading, writing

app_name = "decrees"
urlpatterns = [
    path("", reading.decrees, name="decrees"),
    path("new/", writing.create, name="create"),
    path("<int:pk>/", reading.decree, name="decree"),
    path("<int:pk>/edit/", writing.edit, name="edit"),
    path("<int:pk>/original/", reading.attachment, name="attachment"),
    path("<int:pk>/items/new/", writing.item_create, name="item_create"),
    path("<int:pk>/changes/new/", writing.change_create, name="change_create"),
    path("items/<int:pk>/edit/", writing.item_edit, name="item_edit"),
    path("items/<int:pk>/mark/", marking.mark, name="mark"),
]
