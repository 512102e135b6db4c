"""Routes of a company's host."""

from django.urls import path

from accounts import urls_public, views

urlpatterns = [
    *urls_public.urlpatterns,
    path("accounts/signup/", views.register, name="register"),
    path("accounts/signup/sent/", views.registration_sent, name="registration_sent"),
    path("accounts/email/<str:key>/", views.confirm_email, name="confirm_email"),
    path("invitation/<str:token>/", views.accept_invitation, name="accept_invitation"),
    path("profile/", views.profile, name="profile"),
    path("consent/<str:kind>/", views.consent, name="consent"),
]
