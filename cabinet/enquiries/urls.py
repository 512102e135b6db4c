from django.urls import path

from . import views

urlpatterns = [
    path("enquiries/new/", views.start, name="enquiry_new"),
    path("enquiries/<int:pk>/draft/", views.draft, name="enquiry_draft"),
]
