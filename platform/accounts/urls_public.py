"""Routes of the platform's own host, where operators sign in; a company's host has them too."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("accounts/login/", views.sign_in, name="sign_in"),
    path("accounts/logout/", views.sign_out, name="sign_out"),
    path("accounts/password/change/", views.change_password, name="change_password"),
    path("accounts/password/reset/", views.ask_reset, name="ask_reset"),
    path("accounts/password/reset/<str:number>/<str:token>/", views.reset_password, name="reset_password"),
]
