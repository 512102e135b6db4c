from django.urls import path

from .views import acts, archives, inbox, own, page, papers, powers, qualified, simple

urlpatterns = [
    path("signatures/", inbox.inbox, name="signatures"),
    path("signatures/setup/", inbox.setup, name="signature_setup"),
    path("signatures/<int:pk>/", page.signature_request, name="signature_request"),
    path("signatures/<int:pk>/code/", simple.send, name="signature_code"),
    path("signatures/<int:pk>/confirm/", simple.confirm, name="signature_confirm"),
    path("signatures/<int:pk>/sign/", qualified.sign, name="signature_sign"),
    path("signatures/<int:pk>/decline/", acts.decline, name="signature_decline"),
    path("signatures/given/<int:pk>/", papers.signature, name="signature_file"),
    path("signatures/given/<int:pk>/protocol/", papers.protocol, name="signature_protocol"),
    path("documents/<int:pk>/sign/", own.sign_own, name="document_sign"),
    path("documents/<int:pk>/remind/", acts.remind, name="document_remind"),
    path("documents/<int:pk>/recall/", acts.recall, name="document_recall"),
    path("documents/<int:pk>/prolong/", acts.prolong, name="document_prolong"),
    path("documents/<int:pk>/sheet/", papers.sheet, name="document_sheet"),
    path("documents/<int:pk>/stamped/", papers.stamped, name="document_stamped"),
    path("documents/<int:pk>/proof/", archives.proof, name="document_proof"),
    path("cases/<int:pk>/kit/", archives.kit, name="case_kit"),
    path("powers/", powers.powers, name="powers"),
    path("powers/<int:pk>/", powers.file, name="power_file"),
    path("powers/<int:pk>/confirm/", powers.confirm, name="power_confirm"),
    path("powers/<int:pk>/revoke/", powers.revoke, name="power_revoke"),
]
