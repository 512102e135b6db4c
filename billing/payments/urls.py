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
    path("payments/<int:pk>/", views.payment, name="payment"),
    path("payments/<int:pk>/file/", views.payment_file, name="payment_file"),
    path("payments/<int:pk>/choose/", views.choose, name="payment_choose"),
    path("payments/<int:pk>/split/", views.split, name="payment_split"),
    path("payments/<int:pk>/<slug:deed>/", views.act, name="payment_act"),
]
