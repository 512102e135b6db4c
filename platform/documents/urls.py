"""Routes of a company's host."""

from django.urls import path

from . import views

urlpatterns = [
    path("uploads/", views.begin_upload, name="upload_begin"),
    path("uploads/<uuid:key>/parts/<int:number>/", views.put_part, name="upload_part"),
    path("uploads/<uuid:key>/finish/", views.finish_upload, name="upload_finish"),
    path("uploads/<uuid:key>/cancel/", views.cancel_upload, name="upload_cancel"),
]
