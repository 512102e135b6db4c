"""Routes of a company's host."""

from django.urls import path

from . import urls_public, views

urlpatterns = [
    *urls_public.urlpatterns,
    path("accounts/signup/", views.register, name="register"),
    path("accounts/signup/sent/", views.registration_sent, name="registration_sent"),
    path("accounts/email/again/", views.confirm_again, name="confirm_again"),
    path("accounts/email/<str:key>/", views.confirm_email, name="confirm_email"),
    path("invitation/<str:token>/", views.accept_invitation, name="accept_invitation"),
    path("welcome/<str:token>/", views.welcome, name="welcome"),
    path("organisation/", views.organisation, name="organisation"),
    path("members/<int:pk>/", views.change_member, name="member"),
    path("join-requests/<int:pk>/", views.decide_join_request, name="join_request"),
    path("phone/", views.phone, name="phone"),
    path("phone/change/", views.change_phone, name="change_phone"),
    path("phone/new/", views.new_phone, name="new_phone"),
    path("consents/", views.consent_texts, name="consent_texts"),
    path("consents/<str:kind>/", views.consent_text, name="consent_text"),
    path("consent/renew/", views.renew_consent, name="renew_consent"),
    path("consent/<str:kind>/", views.consent, name="consent"),
    path("consent/<str:kind>/withdraw/", views.withdraw_consent, name="withdraw_consent"),
    path("consent/<str:kind>/<int:version>/", views.consent, name="consent_version"),
]
