from django.urls import path

from . import views

urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("personal-data/", views.personal_data, name="personal_data"),
    path("personal-data/download/", views.download, name="personal_data_download"),
    path("personal-data/close/", views.close, name="close_account"),
    path("applicants/", views.applicant_list, name="applicants"),
    path("applicants/new/", views.create, name="applicant_new"),
    path("applicants/<int:pk>/", views.applicant, name="applicant"),
    path("applicants/<int:pk>/block/", views.block, name="applicant_block"),
    path("applicants/<int:pk>/unblock/", views.unblock, name="applicant_unblock"),
    path("applicants/<int:pk>/access/", views.give_access, name="applicant_access"),
    path("applicants/<int:pk>/letter/", views.send_welcome, name="applicant_letter"),
]
