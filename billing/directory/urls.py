from django.urls import path

from . import views

urlpatterns = [
    path("banks/", views.directory, name="bank_directory"),
    path("key-rate/", views.key_rate, name="key_rate"),
]
