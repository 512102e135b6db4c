"""Routes of a company's host."""

from django.urls import path

from . import views

urlpatterns = [
    path("payments/", views.payment_list, name="payments"),
    path("payments/queue/", views.queue, name="payment_queue"),
    path("payments/new/", views.record, name="payment_new"),
    path("payments/statements/", views.statement_list, name="statements"),
    path("payments/statements/new/", views.take_statement, name="statement_new"),
    path("payments/statements/<int:pk>/", views.statement, name="statement"),
    path("payments/statements/<int:pk>/file/", views.statement_file, name="statement_file"),
    path("payments/exchange/", views.exchange, name="payment_exchange"),
    path("payments/exchange/<slug:what>/", views.exchange_file, name="payment_exchange_file"),
    path("payments/reports/", views.reports, name="payment_reports"),
    path("payments/reports/<slug:report>/", views.report, name="payment_report"),
    path("payments/reports/<slug:report>/xlsx/", views.report_file, name="payment_report_file"),
    path("payments/reconciliation/", views.reconciliation, name="reconciliation"),
    path("payments/period/", views.period, name="payment_period"),
    path("payments/notices/<slug:name>/<str:secret>/", views.notice, name="payment_notice"),
    path("settings/payments/", views.preferences, name="payment_preferences"),
    path("invoices/<int:pk>/pay/", views.pay, name="invoice_pay"),
    path("invoices/<int:pk>/checkout/", views.latest, name="checkout_latest"),
    path("invoices/<int:pk>/transfer/", views.transfer_document, name="transfer_document"),
    path("checkouts/<int:pk>/", views.checkout, name="checkout"),
    path("payments/<int:pk>/", views.payment, name="payment"),
    path("payments/<int:pk>/file/", views.payment_file, name="payment_file"),
    path("payments/<int:pk>/choose/", views.choose, name="payment_choose"),
    path("payments/<int:pk>/split/", views.split, name="payment_split"),
    path("payments/<int:pk>/<slug:deed>/", views.act, name="payment_act"),
]
