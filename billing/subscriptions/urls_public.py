from django.urls import path

from .views import companies, invoices, payments, plans

urlpatterns = [
    path("billing/plans/", plans.index, name="platform_plans"),
    path("billing/plans/new/", plans.new, name="platform_plan_new"),
    path("billing/plans/<slug:code>/", plans.plan, name="platform_plan"),
    path("billing/seller/", plans.seller, name="platform_seller"),
    path("billing/companies/", companies.index, name="platform_usage"),
    path("billing/companies/<int:pk>/", companies.company, name="platform_account"),
    path("billing/companies/<int:pk>/plan/", companies.subscribe, name="platform_subscribe"),
    path("billing/companies/<int:pk>/usage/", companies.correct, name="platform_correct_usage"),
    path("billing/companies/<int:pk>/draw/", companies.draw, name="platform_draw"),
    path("billing/companies/<int:pk>/pause/", companies.pause, name="platform_pause"),
    path("billing/companies/<int:pk>/resume/", companies.resume, name="platform_resume"),
    path("billing/invoices/", invoices.index, name="platform_invoices"),
    path("billing/invoices/<uuid:key>/", invoices.invoice, name="platform_invoice"),
    path("billing/invoices/<uuid:key>/pdf/", invoices.pdf_of, name="platform_invoice_pdf"),
    path("billing/invoices/<uuid:key>/act/", invoices.act_of, name="platform_invoice_act"),
    path("billing/invoices/<uuid:key>/review/", invoices.review, name="platform_invoice_review"),
    path("billing/invoices/<uuid:key>/return/", invoices.send_back, name="platform_invoice_return"),
    path("billing/invoices/<uuid:key>/issue/", invoices.issue, name="platform_invoice_issue"),
    path("billing/invoices/<uuid:key>/correct/", invoices.correct, name="platform_invoice_correct"),
    path("billing/invoices/<uuid:key>/cancel/", invoices.cancel, name="platform_invoice_cancel"),
    path("billing/invoices/<uuid:key>/payment/", invoices.mark, name="platform_invoice_mark"),
    path("billing/applied/<int:pk>/back/", invoices.take_back, name="platform_applied_back"),
    path("billing/payments/", payments.index, name="platform_payments"),
    path("billing/payments/files/<uuid:key>/", payments.report, name="platform_statement"),
    path("billing/payments/files/<uuid:key>/file/", payments.file, name="platform_statement_file"),
    path("billing/payments/<uuid:key>/apply/", payments.apply, name="platform_payment_apply"),
    path("billing/payments/<uuid:key>/aside/", payments.aside, name="platform_payment_aside"),
]
