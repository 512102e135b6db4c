from django.urls import path

from . import views

urlpatterns = [
    path("pages/", views.texts, name="page_texts"),
    path("pages/<slug:slot>/", views.publish, name="page_publish"),
    path("pages/versions/<int:pk>/", views.bring_back, name="page_bring_back"),
]
