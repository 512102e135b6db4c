from django.urls import path

from . import views

urlpatterns = [
    path("settings/rules/", views.rules, name="rules"),
    path("settings/rules/<slug:what>/<slug:code>/", views.decision, name="rules_decision"),
    path("settings/rules/<slug:what>/<slug:code>/move/", views.move, name="rules_move"),
]
