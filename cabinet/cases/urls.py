from django.urls import path

from . import views

urlpatterns = [
    path("cases/", views.case_list, name="case_list"),
    path("cases/<int:pk>/", views.case, name="case"),
    path("cases/<int:pk>/entries/<slug:kind>/", views.add_entry, name="case_add"),
    path("cases/<int:pk>/register/", views.register, name="case_register"),
    path("cases/<int:pk>/withdraw/", views.withdraw, name="case_withdraw"),
    path("cases/<int:pk>/delete/", views.delete_draft, name="case_delete_draft"),
    path("cases/<int:pk>/files/", views.upload, name="case_upload"),
    path("entries/<int:pk>/withdraw/", views.withdraw_entry, name="entry_withdraw"),
    path("documents/<int:pk>/", views.download, name="document"),
    path("updates/", views.updates, name="updates"),
]
