"""PostgreSQL, directly or behind a pooler that keeps companies apart."""

from .. import env

DATABASES = {
    "default": {
        **env.database(env.secret("DATABASE_URL")),
        "ENGINE": "django_tenants.postgresql_backend",
        # Minutes, not hours: a back end keeps every schema it has seen in memory, about 0.85 MB each.
        "CONN_MAX_AGE": env.number("CONN_MAX_AGE", 300),
        "CONN_HEALTH_CHECKS": True,
        # A condition of keeping companies apart behind a pooler, not a matter of speed.
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }
}
if _direct := env.secret("DATABASE_DIRECT_URL", ""):
    # Past the pooler: migrations, spare schemas, dumps.
    DATABASES["direct"] = {**DATABASES["default"], **env.database(_direct), "TEST": {"MIRROR": "default"}}
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
# One SET per switch instead of one per cursor. Safe because an untracked pooler is refused at start.
TENANT_LIMIT_SET_CALLS = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SPARE_SCHEMAS = env.number("SPARE_SCHEMAS", 3)
