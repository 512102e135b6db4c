"""Pages about keys. The API itself is routed by `config.urls_api`."""

from django.urls import path

from . import views

urlpatterns = [
    path("api/", views.reference, name="api_reference"),
    path("api/openapi.yaml", views.openapi, name="api_openapi"),
    path("integrations/", views.integrations, name="integrations"),
    path("integrations/new/", views.new_key, name="api_key_new"),
    path("integrations/<int:pk>/revoke/", views.revoke, name="api_key_revoke"),
]
