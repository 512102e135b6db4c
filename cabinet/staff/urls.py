from django.urls import path

from . import views

urlpatterns = [
    path("staff/", views.staff_list, name="staff_list"),
    path("staff/new/", views.staff_invite, name="staff_invite"),
    path("staff/invitations/<int:pk>/again/", views.invite_again, name="invite_again"),
    path("staff/invitations/<int:pk>/withdraw/", views.withdraw_invitation, name="withdraw_invitation"),
    path("staff/<int:pk>/", views.colleague, name="colleague"),
    path("staff/<int:pk>/disable/", views.disable, name="staff_disable"),
    path("staff/<int:pk>/enable/", views.enable, name="staff_enable"),
    path("people/<int:pk>/second-factor/", views.reset_second_factor, name="reset_second_factor"),
]
