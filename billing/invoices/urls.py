from django.urls import path

from . import views

urlpatterns = [
    path("invoices/", views.invoices, name="invoices"),
    path("invoices/<int:pk>/", views.invoice, name="invoice"),
    path("invoices/<int:pk>/file/", views.file, name="invoice_file"),
    path("invoices/<int:pk>/paid/", views.paid, name="invoice_paid"),
    path("invoices/<int:pk>/next/", views.next_part, name="invoice_next"),
    path("invoices/<int:pk>/interest/", views.interest, name="invoice_interest"),
    path("invoices/<int:pk>/correction/", views.correction, name="invoice_correction"),
    path("invoices/<int:pk>/cancellation/", views.cancellation, name="invoice_cancellation"),
    path("cases/<int:pk>/invoices/new/", views.new, name="invoice_new"),
    path("settings/requisites/", views.requisites, name="requisites"),
]
