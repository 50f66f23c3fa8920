from django.urls import path

from reporting.views import answer, files, filling, receipts

app_name = "reporting"

# Pages of those who hand in.
chairs = [
    path("obligations/<int:pk>/answer/", answer.answer, name="answer"),
    path("obligations/<int:pk>/check/", answer.check, name="check"),
    path("obligations/<int:pk>/submit/", answer.submit, name="submit"),
    path("obligations/<int:pk>/draft/", filling.draft, name="draft"),
    path("obligations/<int:pk>/conflict/", filling.conflict, name="conflict"),
    path("obligations/<int:pk>/draft-files/", files.draft_file_add, name="draft_file_add"),
    path("draft-files/<int:pk>/", files.draft_file, name="draft_file"),
    path("draft-files/<int:pk>/remove/", files.draft_file_remove, name="draft_file_remove"),
    path("submissions/<int:pk>/receipt/", receipts.receipt, name="receipt"),
    path("files/<int:pk>/", files.file, name="file"),
]

urlpatterns = [*chairs]
