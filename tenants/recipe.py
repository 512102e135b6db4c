"""What the migrations do to an empty schema, taken down once as SQL and said again for each further one.

Nearly all the time of migrations goes into Django's own picture of the models at each step: ten seconds for a hundred
and thirty of them, where their SQL takes one. See docs/adr/0013-recipe-of-a-schema.md.
"""

import hashlib
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from typing import Any

from django.db import connection, transaction

from tenancy.company import inside_schema

from .models import SchemaRecipe
from .schema import create_schema, direct_connection, migrate_schema, migration_files, migrations_digest

# They bring migrations, or turn ours into SQL.
LIBRARIES = ("Django", "django-allauth", "django-tenants")
# Questions and the choice of a schema are not part of what is done.
LEFT_OUT = ("SELECT ", "SHOW ", "SET search_path", "SAVEPOINT ", "RELEASE SAVEPOINT ")


class NameInRecipe(Exception):
    """A migration wrote the name of its schema into a statement, so the statement would not serve another schema."""


def make_schema(name: str) -> None:
    """Create the schema `name` with all that the migrations make, by the recipe where there is one."""
    with direct_connection():
        create_schema(name)
        script = SchemaRecipe.objects.filter(digest=_digest()).values_list("script", flat=True).first()
        if script is None:
            _keep(_taken_down(name))
        else:
            with inside_schema(name), connection.cursor() as cursor:
                cursor.execute(script)


@cache
def _digest() -> str:
    """A recipe serves the very files it was made of, not only their names: while one is written it changes."""
    digest = hashlib.sha256(migrations_digest().encode())
    for library in LIBRARIES:
        digest.update(version(library).encode())
    for path in migration_files():
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _taken_down(name: str) -> str:
    """Migrate the empty schema `name`. Returns the statements that did it, as one script."""
    statements: list[str] = []

    def take_down(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        answer = execute(sql, params, many, context)
        if not sql.lstrip().startswith(LEFT_OUT):
            cursor = context["cursor"].cursor
            for each in params if many else [params]:
                statements.append(sql if each is None else cursor.mogrify(sql, each).decode())
        return answer

    with connection.execute_wrapper(take_down):
        migrate_schema(name)
    script = "\n;\n".join(statement.strip().rstrip(";") for statement in statements)
    if name in script:
        raise NameInRecipe
    return script


@transaction.atomic
def _keep(script: str) -> None:
    """One is enough: those of other migrations serve nobody any more."""
    SchemaRecipe.objects.update_or_create(digest=_digest(), defaults={"script": script})
    SchemaRecipe.objects.exclude(digest=_digest()).delete()
