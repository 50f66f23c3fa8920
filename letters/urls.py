from django.urls import path

from letters.views import documents, drafts, lists, templates

app_name = "letters"
urlpatterns = [
    path("", lists.letters, name="letters"),
    path("new/", drafts.new, name="new"),
    path("new/<slug:kind>/", drafts.begin, name="begin"),
    path("templates/", templates.templates, name="templates"),
    path("templates/<slug:kind>/", templates.template, name="template"),
    path("templates/<slug:kind>/<slug:language>/upload/", templates.upload, name="template_upload"),
    path("templates/<slug:kind>/<slug:language>/file/", templates.current, name="template_file"),
    path("templates/<slug:kind>/<slug:language>/built-in/", templates.built_in, name="template_built_in"),
    path("versions/<int:pk>/file/", templates.version_file, name="version_file"),
    path("versions/<int:pk>/restore/", templates.restore, name="version_restore"),
    path("scans/<int:pk>/file/", documents.scan_file, name="scan_file"),
    path("scans/<int:pk>/set-aside/", documents.scan_set_aside, name="scan_set_aside"),
    path("<int:pk>/", documents.letter, name="letter"),
    path("<int:pk>/change/", drafts.change, name="change"),
    path("<int:pk>/drop/", drafts.drop, name="drop"),
    path("<int:pk>/paragraphs/<slug:key>/", drafts.paragraph, name="paragraph"),
    path("<int:pk>/paragraphs/<slug:key>/<str:row>/", drafts.paragraph, name="paragraph_of"),
    path("<int:pk>/draft/<slug:language>/", drafts.draft_file, name="draft_file"),
    path("<int:pk>/issue/", documents.issue, name="issue"),
    path("<int:pk>/document/<slug:language>/", documents.document_file, name="document_file"),
    path("<int:pk>/pdf/<slug:language>/", documents.pdf_file, name="pdf_file"),
    path("<int:pk>/annexes/<slug:annex>/<slug:language>/", documents.annex_file, name="annex_file"),
    path("<int:pk>/changed/", documents.changed, name="changed"),
    path("<int:pk>/outgoing/", documents.outgoing, name="outgoing"),
]
