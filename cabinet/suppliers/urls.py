from django.urls import path

from .views import administration, choice, work

urlpatterns = [
    path("suppliers/", administration.supplier_list, name="suppliers"),
    path("suppliers/new/", administration.supplier_new, name="supplier_new"),
    path("suppliers/<int:pk>/", administration.supplier, name="supplier"),
    path("suppliers/<int:pk>/block/", administration.supplier_block, name="supplier_block"),
    path("suppliers/<int:pk>/unblock/", administration.supplier_unblock, name="supplier_unblock"),
    path("suppliers/<int:pk>/invite/", administration.supplier_invite, name="supplier_invite"),
    path("suppliers/invitations/<int:pk>/again/", administration.invitation_again, name="supplier_invite_again"),
    path(
        "suppliers/invitations/<int:pk>/withdraw/", administration.invitation_withdraw, name="supplier_invite_withdraw"
    ),
    path("suppliers/people/<int:pk>/disable/", administration.person_disable, name="supplier_person_disable"),
    path("suppliers/people/<int:pk>/enable/", administration.person_enable, name="supplier_person_enable"),
    path("cases/<int:pk>/supplier/", choice.case_supplier, name="case_supplier"),
    path("supplied/", work.supplier_queue, name="supplier_queue"),
    path("supplied/<int:pk>/", work.supplied, name="supplied"),
    path("supplied/<int:pk>/place/", work.place, name="supplied_place"),
    path("supplied/documents/<int:pk>/", work.supplied_document, name="supplied_document"),
    path("supplied/signatures/<int:pk>/", work.sign_page, name="supplied_sign"),
    path("supplied/signatures/<int:pk>/sign/", work.sign, name="supplied_signature"),
]
