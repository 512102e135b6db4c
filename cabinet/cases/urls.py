from django.urls import path

from . import views

urlpatterns = [
    path("cases/", views.case_list, name="case_list"),
    path("cases/<int:pk>/", views.case, name="case"),
    path("cases/<int:pk>/entries/<slug:kind>/", views.add_entry, name="case_add"),
    path("cases/<int:pk>/register/", views.register, name="case_register"),
    path("cases/<int:pk>/information/answer/", views.answer_request, name="case_answer_request"),
    path("cases/<int:pk>/information/check/", views.check_answer, name="case_check_answer"),
    path("cases/<int:pk>/information/close/", views.close_information, name="case_close_information"),
    path("information/<int:pk>/files/", views.put_file, name="case_put_file"),
    path("cases/<int:pk>/withdraw/", views.withdraw, name="case_withdraw"),
    path("cases/<int:pk>/delete/", views.delete_draft, name="case_delete_draft"),
    path("cases/<int:pk>/files/", views.upload, name="case_upload"),
    path("cases/<int:pk>/files/waiting/", views.waiting_file, name="case_waiting_file"),
    path("entries/<int:pk>/withdraw/", views.withdraw_entry, name="entry_withdraw"),
    path("cases/<int:pk>/history/", views.history, name="case_history"),
    path("cases/<int:pk>/archive/", views.archive, name="case_archive"),
    path("documents/<int:pk>/", views.download, name="document"),
    path("documents/<int:pk>/preview/", views.preview, name="document_preview"),
    path("documents/<int:pk>/pictures/<slug:name>/", views.picture, name="document_picture"),
    path("settings/numbers/", views.numbers, name="case_numbers"),
    path("updates/", views.updates, name="updates"),
]
