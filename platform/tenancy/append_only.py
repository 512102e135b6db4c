"""Rows that the database itself keeps: operations for migrations, which make the triggers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.migrations import RunSQL


@dataclass(frozen=True)
class Rule:
    """Rows are never changed or deleted: the function behind the triggers, and what it says.

    The function names no schema and no table: it is made in whichever schema is migrated, and stays right when a spare
    schema is renamed or a table is a shard.
    """

    function: str
    refusal: str
    when: str = ""  # a column: the row is kept as soon as it is not NULL; without one, always
    except_: tuple[str, ...] = ()  # columns that are written later
    once: Mapping[str, str] = field(default_factory=dict)  # of those, columns that are written once: {column: refusal}

    @property
    def sql(self) -> str:
        return f"FUNCTION {self.function}() RETURNS trigger LANGUAGE plpgsql AS $$\n{self._body}$$;\n"

    @property
    def _body(self) -> str:
        columns = ", ".join(f"'{column}'" for column in self.except_)
        declared = f"DECLARE\n    learned_later CONSTANT text[] := ARRAY[{columns}];\n" if columns else ""
        return f"{declared}BEGIN\n{self._steps}END\n"

    @property
    def _steps(self) -> str:
        if not (self.when or self.except_):
            return f"    RAISE EXCEPTION '{self.refusal}';\n"
        steps = [_refused(self._condition, self.refusal)]
        for column, refusal in self.once.items():
            steps.append(_refused(f"OLD.{column} IS NOT NULL AND OLD.{column} IS DISTINCT FROM NEW.{column}", refusal))
        if self.when:
            steps.append("    IF TG_OP = 'DELETE' THEN\n        RETURN OLD;\n    END IF;\n")
        return "".join([*steps, "    RETURN NEW;\n"])

    @property
    def _condition(self) -> str:
        is_changed = "TG_OP = 'DELETE' OR to_jsonb(OLD) - learned_later <> to_jsonb(NEW) - learned_later"
        if not self.when:
            return is_changed
        return f"OLD.{self.when} IS NOT NULL" + (f"\n       AND ({is_changed})" if self.except_ else "")


def keep(rule: Rule, triggers: Mapping[str, str]) -> RunSQL:
    """Make the rule and put it on tables: {name of the trigger: table}."""
    put = keep_also(rule.function, triggers)
    return RunSQL(f"CREATE {rule.sql}{put.sql}", f"{put.reverse_sql}DROP FUNCTION {rule.function}();\n")


def keep_also(function: str, triggers: Mapping[str, str]) -> RunSQL:
    """Put a rule that an earlier migration has made on more tables."""
    put = "".join(
        f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table}\n    FOR EACH ROW EXECUTE FUNCTION {function}();\n"
        for name, table in triggers.items()
    )
    taken = "".join(f"DROP TRIGGER {name} ON {table};\n" for name, table in reversed(list(triggers.items())))
    return RunSQL(put, taken)


def change(before: Rule, after: Rule) -> RunSQL:
    """Replace a rule by another of the same name; the triggers stay."""
    return RunSQL(f"CREATE OR REPLACE {after.sql}", f"CREATE OR REPLACE {before.sql}")


def _refused(condition: str, refusal: str) -> str:
    return f"    IF {condition} THEN\n        RAISE EXCEPTION '{refusal}';\n    END IF;\n"
