from django.urls import path

from . import views

urlpatterns = [
    path("integrations/webhooks/", views.webhooks, name="webhooks"),
    path("integrations/webhooks/new/", views.new_webhook, name="webhook_new"),
    path("integrations/webhooks/<int:pk>/", views.webhook, name="webhook"),
    path("integrations/webhooks/<int:pk>/<slug:deed>/", views.change_webhook, name="webhook_change"),
    path("integrations/webhooks/deliveries/<int:pk>/repeat/", views.repeat, name="webhook_repeat"),
]
