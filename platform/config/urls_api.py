"""Routes of the API, under `/api/v1/` of a company's host."""

from django.urls import path

from api.api import MeEndpoint

urlpatterns = [
    path("me/", MeEndpoint.as_view(), name="api_me"),
]
