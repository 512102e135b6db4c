"""A schema made by the recipe is the schema that the migrations make."""

import pytest
from django.db import connection

from tenants import recipe
from tenants.models import SchemaRecipe
from tenants.schema import create_schema, migrate_schema

# Of all that may stand in a schema: what it is, where it stands and how the database describes it.
DESCRIPTIONS = """
SELECT 'column', c.relname || '.' || a.attname,
       concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
                 pg_get_expr(d.adbin, d.adrelid))
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
LEFT JOIN pg_attrdef d ON (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
WHERE n.nspname = %(schema)s AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL SELECT 'relation', c.relname, c.relkind::text
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = %(schema)s
UNION ALL SELECT 'constraint', r.relname || '.' || c.conname, pg_get_constraintdef(c.oid)
FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid JOIN pg_namespace n ON n.oid = c.connamespace
WHERE n.nspname = %(schema)s
UNION ALL SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = %(schema)s
UNION ALL SELECT 'trigger', c.relname || '.' || t.tgname, pg_get_triggerdef(t.oid)
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = %(schema)s AND NOT t.tgisinternal
UNION ALL SELECT 'function', p.proname, pg_get_functiondef(p.oid)
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = %(schema)s
ORDER BY 1, 2, 3
"""


@pytest.fixture(scope="module")
def schemas(built_once):
    """One made by the migrations, one whose migrations were taken down, one made by what was taken down."""
    SchemaRecipe.objects.all().delete()
    create_schema("by_migrations")
    migrate_schema("by_migrations")
    recipe.make_schema("taken_down")
    recipe.make_schema("by_recipe")
    return ["by_migrations", "taken_down", "by_recipe"]


def test_each_table_key_index_trigger_and_function_is_the_same(schemas, db):
    by_migrations, *others = [description_of(schema) for schema in schemas]

    assert len(by_migrations) > 1000
    assert others == [by_migrations, by_migrations]


def test_their_rows_are_the_same(schemas, db):
    by_migrations, *others = [rows_of(schema) for schema in schemas]

    assert by_migrations["django_migrations"] > 100
    assert others == [by_migrations, by_migrations]


def test_it_is_taken_down_once(schemas, db):
    assert SchemaRecipe.objects.count() == 1


def test_a_recipe_of_other_migrations_is_not_followed(schemas, db, monkeypatch):
    SchemaRecipe.objects.update(digest="of yesterday", script="SELECT refuse()")
    taken_down: list[str] = []
    monkeypatch.setattr(recipe, "migrate_schema", taken_down.append)

    recipe.make_schema("after_it")

    assert taken_down == ["after_it"]
    assert not SchemaRecipe.objects.filter(digest="of yesterday").exists()


def test_a_migration_that_names_its_schema_is_told_of(schemas, db, monkeypatch):
    SchemaRecipe.objects.all().delete()

    def names_it(schema):
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TABLE {schema}.thing ()")

    monkeypatch.setattr(recipe, "migrate_schema", names_it)

    with pytest.raises(recipe.NameInRecipe):
        recipe.make_schema("named_here")


def description_of(schema):
    with connection.cursor() as cursor:
        cursor.execute(DESCRIPTIONS, {"schema": schema})
        return [tuple(text.replace(schema, "SCHEMA") for text in row) for row in cursor.fetchall()]


def rows_of(schema):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema])
        counts = {}
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{schema}"."{table}"')
            (counts[table],) = cursor.fetchone()
    return counts
