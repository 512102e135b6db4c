from django.urls import path

from .views import booking, configuration, desk, people

urlpatterns = [
    path("appointments/", people.choose, name="appointments"),
    path("appointments/new/", people.new, name="appointment_new"),
    path("appointments/code/", people.code, name="appointment_code"),
    path("appointments/day/", desk.day, name="appointment_day"),
    path("appointments/settings/", configuration.overview, name="appointment_settings"),
    path("appointments/settings/<slug:part>/", configuration.part, name="appointment_part"),
    path("appointments/<uuid:key>/", booking.card, name="appointment"),
    path("appointments/<uuid:key>/calendar/", booking.calendar, name="appointment_calendar"),
    path("appointments/<uuid:key>/move/", booking.move, name="appointment_move"),
    path("appointments/<uuid:key>/cancel/", booking.cancel, name="appointment_cancel"),
    path("appointments/<uuid:key>/visit/", booking.visit, name="appointment_visit"),
]
