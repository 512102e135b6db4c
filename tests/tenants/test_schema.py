"""Which tables live where. A table that a company lacks would silently be found in `public`."""

import pytest
from django.db import connection

from tenants.recipe import make_schema

# Every table costs about nine rows of the catalogue for each company, and memory of each connection: adr/0012.
TABLES_OF_A_COMPANY_AT_MOST = 58
BYTES_OF_AN_EMPTY_COMPANY_AT_MOST = 2 * 1024 * 1024
NEW_SCHEMA = "measured_when_new"  # no name of a table, or the recipe would refuse it

SHARED_ONLY = {
    "django_content_type",
    "auth_permission",
    "auth_group",
    "auth_group_permissions",
    "directory_keyrate",
    "directory_listedbank",
    "sms_awaitedreport",
    *(
        f"subscriptions_{table}"
        for table in (
            "applied",
            "bankfile",
            "bankline",
            "invoice",
            "limitnotice",
            "overduestep",
            "pause",
            "payment",
            "plan",
            "planedition",
            "seller",
            "series",
            "subscription",
            "usage",
        )
    ),
    "tenancy_duework",
    "tenants_companyfigures",
    "tenants_domain",
    "tenants_gridcompany",
    "tenants_outage",
    "tenants_schemarecipe",
    "tenants_supplierplace",
    "tenants_spareschema",
    "trust_authoritylist",
    "trust_revocationlist",
    "trust_root",
    "trust_sealkey",
    "trust_trustversion",
    "webhooks_delivery",
    "webhooks_endpoint",
}
IN_BOTH = {
    "account_emailaddress",
    "account_emailconfirmation",
    "accounts_applicant",
    "accounts_applicantdetails",
    "accounts_consent",
    "accounts_consenttext",
    "accounts_phonecode",
    "accounts_consentwithdrawal",
    "accounts_consentdraft",
    "accounts_invitation",
    "accounts_joinrequest",
    "accounts_keptform",
    "accounts_membership",
    "accounts_session",
    "accounts_supplier",
    "accounts_user",
    "audit_record",
    "django_migrations",
    "mfa_authenticator",
    "notifications_outboxmessage",
    "notifications_smsdelivery",
}
COMPANY_ONLY = {
    "api_key",
    "invoices_invoice",
    "tariffs_tariff",
    "payments_checkout",
    "payments_payment",
    "payments_settlement",
    "payments_statement",
    "usage_event",
    "documents_upload",
    "applications_application",
    "appointments_booking",
    "appointments_timetableversion",
    "cases_case",
    "cases_dueday",
    "cases_entry",
    "cases_informationrequest",
    "cases_numberseries",
    "cases_requesteditem",
    "catalogue_documentname",
    "company_profile",
    "contracts_fact",
    "decisions_decision",
    "documents_document",
    "enquiries_enquiry",
    "pages_pageversion",
    "paperwork_paper",
    "paperwork_wordtemplate",
    "representatives_representation",
    "rules_amendment",
    "signing_chainhead",
    "signing_powerofattorney",
    "signing_protocol",
    "signing_signature",
    "signing_signaturecheck",
    "signing_signaturerequest",
}


def tables(schema: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema])
        return {name for (name,) in cursor.fetchall()}


def test_the_tables_of_a_company(company):
    assert tables(company.schema_name) == IN_BOTH | COMPANY_ONLY
    assert len(IN_BOTH | COMPANY_ONLY) <= TABLES_OF_A_COMPANY_AT_MOST


def test_the_shared_tables(db):
    assert tables("public") == IN_BOTH | SHARED_ONLY


def test_an_empty_company_is_small(db):
    """Measured in a new schema: one that tests have written to keeps the pages of what was rolled back."""
    make_schema(NEW_SCHEMA)

    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT sum(pg_total_relation_size(pg_class.oid))
            FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
            WHERE nspname = %s AND relkind = 'r'
            """,
            [NEW_SCHEMA],
        )
        (size,) = cursor.fetchone()

    assert size <= BYTES_OF_AN_EMPTY_COMPANY_AT_MOST


@pytest.mark.parametrize("schema", ["company", "spare"])
def test_no_table_of_a_company_refers_to_another_schema(schema, company, spare):
    """A schema must be able to move to another machine, be exported or dropped alone."""
    name = company.schema_name if schema == "company" else spare.name
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT conname
            FROM pg_constraint
            JOIN pg_class AS target ON target.oid = confrelid
            JOIN pg_namespace AS here ON here.oid = connamespace
            WHERE contype = 'f' AND here.nspname = %s AND target.relnamespace <> here.oid
            """,
            [name],
        )
        assert cursor.fetchall() == []
