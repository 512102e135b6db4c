"""Routes for everybody, on a company's host and on the platform's."""

from django.urls import path

from . import views

urlpatterns = [
    path("check/", views.check_document, name="check_document"),
    path(".well-known/setevoy-kabinet-seal-keys.json", views.seal_keys, name="seal_keys"),
]
