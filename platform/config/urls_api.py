"""Routes of the API, under `/api/v1/` of a company's host."""

from django.urls import path

import documents.api as documents
from api.api import MeEndpoint
from billing.invoices import api as invoices
from billing.payments import api as payments
from cabinet.applicants import api as applicants
from cabinet.applications import api as applications
from cabinet.cases import api as cases
from cabinet.contracts import api as contracts
from cabinet.signatures import api as signatures
from cabinet.terms import api as terms
from webhooks import api as webhooks

urlpatterns = [
    path("me/", MeEndpoint.as_view(), name="api_me"),
    path("uploads/", documents.UploadsEndpoint.as_view(), name="api_uploads"),
    path("uploads/<uuid:key>/parts/<int:number>/", documents.PartEndpoint.as_view(), name="api_part"),
    path("uploads/<uuid:key>/finish/", documents.FinishEndpoint.as_view(), name="api_finish"),
    path("cases/", cases.CasesEndpoint.as_view(), name="api_cases"),
    path("cases/<int:pk>/", cases.CaseEndpoint.as_view(), name="api_case"),
    path("cases/<int:pk>/feed/", cases.FeedEndpoint.as_view(), name="api_feed"),
    path("cases/<int:pk>/messages/", cases.MessagesEndpoint.as_view(), name="api_messages"),
    path("cases/<int:pk>/documents/", cases.DocumentsEndpoint.as_view(), name="api_documents"),
    path("cases/<int:pk>/requests/", cases.AskedEndpoint.as_view(), name="api_requests"),
    path("cases/<int:pk>/withdrawal/", cases.WithdrawalEndpoint.as_view(), name="api_withdrawal"),
    path("cases/<int:pk>/terms/", terms.TermsEndpoint.as_view(), name="api_terms"),
    path("cases/<int:pk>/payments/", contracts.PaymentsEndpoint.as_view(), name="api_payments"),
    path("changes/", cases.ChangesEndpoint.as_view(), name="api_changes"),
    path("events/", cases.EventsEndpoint.as_view(), name="api_events"),
    path("documents/<int:pk>/file/", cases.FileEndpoint.as_view(), name="api_file"),
    path("documents/<int:pk>/signatures/", signatures.PartiesEndpoint.as_view(), name="api_parties"),
    path("signatures/", signatures.SignaturesEndpoint.as_view(), name="api_signatures"),
    path("signatures/<int:pk>/", signatures.SignatureRequestEndpoint.as_view(), name="api_signature_request"),
    path("signatures/<int:pk>/signature/", signatures.SignEndpoint.as_view(), name="api_sign"),
    path("signatures/<int:pk>/refusal/", signatures.RefuseEndpoint.as_view(), name="api_refuse"),
    path("signatures/given/<int:pk>/file/", signatures.SignatureFileEndpoint.as_view(), name="api_signature_file"),
    path("invoices/", invoices.InvoicesEndpoint.as_view(), name="api_invoices"),
    path("invoices/<int:pk>/", invoices.InvoiceEndpoint.as_view(), name="api_invoice"),
    path("invoices/<int:pk>/file/", invoices.InvoiceFileEndpoint.as_view(), name="api_invoice_file"),
    path("invoices/<int:pk>/notice/", invoices.SaidPaidEndpoint.as_view(), name="api_invoice_notice"),
    path("invoices/<int:pk>/payments/", payments.InvoicePaymentsEndpoint.as_view(), name="api_invoice_payments"),
    path("payments/", payments.AllPaymentsEndpoint.as_view(), name="api_all_payments"),
    path("payments/<int:pk>/", payments.PaymentEndpoint.as_view(), name="api_payment"),
    path("webhooks/", webhooks.WebhooksEndpoint.as_view(), name="api_webhooks"),
    path("webhooks/<int:pk>/", webhooks.WebhookEndpoint.as_view(), name="api_webhook"),
    path("webhooks/<int:pk>/pause/", webhooks.PauseEndpoint.as_view(), name="api_webhook_pause"),
    path("webhooks/<int:pk>/resume/", webhooks.ResumeEndpoint.as_view(), name="api_webhook_resume"),
    path("webhooks/<int:pk>/secret/", webhooks.SecretEndpoint.as_view(), name="api_webhook_secret"),
    path("webhooks/<int:pk>/test/", webhooks.TestEventEndpoint.as_view(), name="api_webhook_test"),
    path("webhooks/<int:pk>/deliveries/", webhooks.DeliveriesEndpoint.as_view(), name="api_deliveries"),
    path("webhooks/deliveries/<int:pk>/repeat/", webhooks.RepeatEndpoint.as_view(), name="api_repeat"),
    path("applicants/", applicants.ApplicantsEndpoint.as_view(), name="api_applicants"),
    path("applicants/<int:pk>/", applicants.ApplicantEndpoint.as_view(), name="api_applicant"),
    path("applications/", applications.ApplicationsEndpoint.as_view(), name="api_applications"),
    path("applications/<int:pk>/answers/", applications.AnswersEndpoint.as_view(), name="api_answers"),
    path("applications/<int:pk>/readiness/", applications.ReadinessEndpoint.as_view(), name="api_readiness"),
    path("applications/<int:pk>/submission/", applications.SubmissionEndpoint.as_view(), name="api_submission"),
]
