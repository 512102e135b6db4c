"""What the site is assembled from: applications and middleware."""

from .site import EMBEDDED

_BOTH = [
    "accounts",  # sessions too: in `public` one company's cookie opened another
    "allauth.account",
    "allauth.mfa",
    "audit",
    "notifications",
]
SHARED_APPS = [
    "django_tenants",
    "tenants",
    # No permissions, groups or content types in a company's schema: roles are a field of the person.
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "django.forms",
    "csp",
    "billing.directory",  # of all banks: companies read it, operators bring it
    "notifications.sms",  # whose message a gateway reports on: its id says nothing of the company
    "tenancy",
    "ui",
    "signing.trust",
    "webhooks",  # one table for all companies: it names the schema, as the list of due work does
    "billing.subscriptions",
    *_BOTH,
]
TENANT_APPS = [
    *_BOTH,
    "api",
    "documents",
    "signing",
    "cabinet.rules",
    "cabinet.catalogue",
    "cabinet.representatives",
    "cabinet.cases",
    "cabinet.contracts",
    "cabinet.decisions",
    "cabinet.applicants",
    "cabinet.applications",
    "cabinet.enquiries",
    "cabinet.appointments",
    "cabinet.paperwork",
    "cabinet.desk",
    "cabinet.reports",
    "cabinet.terms",
    "cabinet.suppliers",
    "cabinet.exchange",
    "cabinet.pages",
    "cabinet.company",
    "billing.tariffs",
    "billing.invoices",
    "billing.payments",
    "billing.usage",
]
INSTALLED_APPS = [*SHARED_APPS, *(app for app in TENANT_APPS if app not in SHARED_APPS)]
INSTALLED_APPS += ["cabinet.demo", "billing.demo"] if EMBEDDED else []

TENANT_MODEL = "tenants.GridCompany"
TENANT_DOMAIN_MODEL = "tenants.Domain"
ROOT_URLCONF = "config.urls_company"
PUBLIC_SCHEMA_URLCONF = "config.urls_public"

MIDDLEWARE = [
    "telemetry.middleware.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.health.HealthMiddleware",
    "config.compression.CompressionMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tenancy.retention.RetentionMiddleware",
    "tenancy.middleware.CompanyMiddleware",
    "api.middleware.ProblemMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "tenancy.methods.MethodMiddleware",
    "accounts.acting.ActingMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.kept.middleware.KeptFormMiddleware",
    "accounts.security.second_factor_gate.SecondFactorMiddleware",
    "accounts.consent_gate.ConsentMiddleware",
    "tenancy.middleware.ReadOnlyMiddleware",
    "billing.subscriptions.holding.HoldingMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tenancy.middleware.RefusalMiddleware",
]
WSGI_APPLICATION = "config.wsgi.application"
