"""Routes of the platform's own host, where operators sign in; a company's host has them too."""

from django.urls import path

from . import views

urlpatterns = [
    path("accounts/login/", views.sign_in, name="sign_in"),
    path("accounts/second-factor/", views.second_factor, name="second_factor"),
    path("accounts/confirm/", views.confirm_identity, name="confirm_identity"),
    path("accounts/logout/", views.sign_out, name="sign_out"),
    path("accounts/password/change/", views.change_password, name="change_password"),
    path("accounts/password/reset/", views.ask_reset, name="ask_reset"),
    path("accounts/password/reset/<str:number>/<str:token>/", views.reset_password, name="reset_password"),
    path("profile/security/", views.security, name="security"),
    path("profile/security/app/", views.add_app, name="add_app"),
    path("profile/security/passkey/", views.add_passkey, name="add_passkey"),
    path("profile/security/factors/<int:pk>/remove/", views.remove_factor, name="remove_factor"),
    path("profile/security/codes/", views.reserve_codes, name="reserve_codes"),
    path("profile/security/sessions/end/", views.end_other_sessions, name="end_other_sessions"),
    path("profile/security/sessions/<str:handle>/end/", views.end_session, name="end_session"),
]
