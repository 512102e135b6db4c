"""A connection that was lost is made anew in the same company. Alone in its file: it ends what others hold open."""

from django.db import connection

from cabinet.cases.models import Case
from tenancy.company import inside
from tenants.models import GridCompany


def test_a_new_connection_is_in_the_company_too(scratch_company: GridCompany) -> None:
    """A connection that was lost and made again must not find itself in public."""
    with inside(scratch_company):
        assert not Case.objects.exists()
        connection.close()
        assert not Case.objects.exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            assert cursor.fetchone() == ("scratch",)
