from django.urls import path

from . import views

urlpatterns = [
    path("integrations/webhooks/", views.webhooks, name="webhooks"),
    path("integrations/webhooks/new/", views.new_webhook, name="webhook_new"),
    path("integrations/webhooks/<int:pk>/", views.webhook, name="webhook"),
    path("integrations/webhooks/<int:pk>/test/", views.send_test, name="webhook_test"),
    path("integrations/webhooks/<int:pk>/resume/", views.resume, name="webhook_resume"),
    path("integrations/webhooks/<int:pk>/remove/", views.remove, name="webhook_remove"),
    path("integrations/webhooks/deliveries/<int:pk>/repeat/", views.repeat, name="webhook_repeat"),
]
