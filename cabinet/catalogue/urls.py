from django.urls import path

from . import views

urlpatterns = [
    path("catalogue/", views.catalogue, name="catalogue"),
    path("catalogue/begin/", views.begin, name="catalogue_begin"),
    path("catalogue/new/", views.new, name="catalogue_new"),
    path("catalogue/<int:pk>/", views.change, name="catalogue_name"),
    path("catalogue/<int:pk>/move/", views.move, name="catalogue_move"),
    path("catalogue/<int:pk>/hide/", views.hide, name="catalogue_hide"),
    path("catalogue/<int:pk>/show/", views.show, name="catalogue_show"),
    path("catalogue/<int:pk>/template/", views.template, name="catalogue_template"),
]
