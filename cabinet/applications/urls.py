from django.urls import path

from . import views

urlpatterns = [
    path("applications/new/", views.start, name="application_new"),
    path("applications/<int:pk>/category/", views.category, name="application_category"),
    path("applications/<int:pk>/copy/", views.copy, name="application_copy"),
    path("applications/<int:pk>/draft/", views.draft, name="application_draft"),
    path("applications/<int:pk>/draft/<slug:page>/", views.step, name="application_step"),
]
