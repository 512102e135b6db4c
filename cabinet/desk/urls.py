from django.urls import path

from . import views

urlpatterns = [
    path("desk/", views.enter, name="desk"),
    path("desk/files/waiting/", views.waiting_scan, name="desk_waiting_scan"),
]
