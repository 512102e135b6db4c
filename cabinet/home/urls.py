from django.urls import path

from . import views

urlpatterns = [
    path("", views.entrance, name="entrance"),
    path("information/", views.home, name="home"),
    path("help/", views.help_page, name="help"),
]
