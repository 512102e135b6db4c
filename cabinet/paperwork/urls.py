from django.urls import path

from .views import applications, passports, receipts, rules, sheets, templates

urlpatterns = [
    path("receipts/", receipts.check, name="receipt_check"),
    path("cases/<int:pk>/application/word/", applications.word, name="application_word"),
    path("cases/<int:pk>/application/pdf/", applications.pdf, name="application_pdf"),
    path("cases/<int:pk>/sheet/", sheets.sheet, name="case_sheet"),
    path("passports/", passports.index, name="passports"),
    path("passports/<slug:code>/", passports.passport, name="passport"),
    path("passports/<slug:code>/word/", passports.word, name="passport_word"),
    path("passports/<slug:code>/pdf/", passports.pdf, name="passport_pdf"),
    path("rules/", rules.rules, name="rules"),
    path("templates/", templates.index, name="templates"),
    path("templates/<slug:code>/", templates.template, name="template"),
    path("templates/<slug:code>/ours/", templates.ours, name="template_ours"),
    path("templates/<slug:code>/return/", templates.return_to_ours, name="template_return"),
    path("templates/<slug:code>/preview/word/", templates.preview_word, name="template_preview_word"),
    path("templates/<slug:code>/preview/pdf/", templates.preview_pdf, name="template_preview_pdf"),
    path("templates/versions/<int:pk>/", templates.version, name="template_version"),
]
