from django.urls import path

from . import views

urlpatterns = [
    path("lookup/", views.lookup, name="case_lookup"),
    path("disclosure/", views.table, name="disclosure"),
    path("disclosure/csv/", views.sheet, name="disclosure_csv"),
]
