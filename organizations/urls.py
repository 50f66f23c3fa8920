from django.urls import path

from organizations.views import imports, lists, people, personnel, registry

app_name = "organizations"
urlpatterns = [
    path("", lists.organizations, name="organizations"),
    path("new/", registry.create, name="create"),
    path("import/", imports.upload, name="import"),
    path("import/template/", imports.template, name="import_template"),
    path("import/confirm/", imports.confirm, name="import_confirm"),
    path("personnel/", personnel.personnel, name="personnel"),
    path("reserve/<int:pk>/remove/", personnel.reserve_remove, name="reserve_remove"),
    path("consultative/<int:pk>/end/", personnel.consultative_end, name="consultative_end"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/edit/", people.person_edit, name="person_edit"),
    path("people/<int:pk>/invite/", people.invite, name="invite"),
    path("people/<int:pk>/code/", people.one_time_code, name="one_time_code"),
    path("people/<int:pk>/sign-in/", people.sign_in_switch, name="sign_in_switch"),
    path("appointments/<int:pk>/end/", people.appointment_end, name="appointment_end"),
    path("<slug:code>/edit/", registry.edit, name="edit"),
    path("<slug:code>/contacts/", registry.contacts, name="contacts"),
    path("<slug:code>/move/", registry.move, name="move"),
    path("<slug:code>/rename/", registry.rename, name="rename"),
    path("<slug:code>/suspend/", registry.suspend, name="suspend"),
    path("<slug:code>/resume/", registry.resume, name="resume"),
    path("<slug:code>/close/", registry.close, name="close"),
    path("<slug:code>/aliases/", registry.aliases, name="aliases"),
    path("<slug:code>/aliases/<int:pk>/remove/", registry.alias_remove, name="alias_remove"),
    path("<slug:code>/appoint/", people.appoint, name="appoint"),
    path("<slug:code>/reserve/", personnel.reserve_add, name="reserve_add"),
    path("<slug:code>/consultative/", personnel.consultative_add, name="consultative_add"),
    path("<slug:code>/chair/", people.replace_chair, name="replace_chair"),
]
