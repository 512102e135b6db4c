"""A statement gives what its queryset gives, though Django composes the SQL only once."""

from typing import Any

import pytest
from django.db.models import Count, Max, Prefetch, QuerySet

from accounts.models import User
from cabinet.cases import queries, services
from cabinet.cases.models import Case, Entry
from tenancy.company import inside
from tenancy.statement import statement
from tenants.models import GridCompany
from tests import world
from tests.cases.test_query_budgets import Queries, fill
from tests.moment import NOW


@statement
def _cases(submitted: bool, *, applicant: Any) -> QuerySet[Case]:
    cases = Case.objects.submitted() if submitted else Case.objects.drafts()
    entries = Entry.objects.select_related("document")
    return (
        cases.filter(applicant=applicant)
        .select_related("applicant", "author", "assignee")
        .annotate(said=Count("entries"), last=Max("entries__created_at"))
        .prefetch_related(Prefetch("entries", entries))
        .order_by("pk")
    )


def drawn(cases: list[Case]) -> list[tuple[Any, ...]]:
    return [
        (it.pk, it.status, it.reached, it.applicant.title, it.author.full_name, it.assignee and it.assignee.full_name,
         it.said, it.last, [(entry.pk, entry.document and entry.document.file_name) for entry in it.entries.all()])  # type: ignore[attr-defined]
        for it in cases
    ]  # fmt: skip


def test_it_gives_rows_with_what_is_joined_annotated_and_fetched_beside(
    applicant: User, administrator: User, queries: Queries
) -> None:
    fill(applicant, administrator, rows=4)
    assert applicant.applicant
    who = applicant.applicant.pk
    expected = drawn(list(_cases.queryset(True, applicant=who)))
    _cases(True, applicant=who)

    with queries() as asked:
        found = drawn(_cases(True, applicant=who))

    assert len(expected) == 4
    assert found == expected
    assert len(asked) == 2  # the cases, and the entries of all of them


def test_each_use_has_its_own_values_and_each_shape_its_own_sql(
    applicant: User, stranger: User, administrator: User
) -> None:
    submitted = services.submit(world.draft(applicant), by=applicant, now=NOW)
    draft, others = world.draft(applicant), world.draft(stranger)
    assert applicant.applicant
    assert stranger.applicant

    assert _cases(True, applicant=applicant.applicant.pk) == [submitted]
    assert _cases(False, applicant=applicant.applicant.pk) == [draft]
    assert _cases(False, applicant=stranger.applicant.pk) == [others]
    assert _cases(True, applicant=stranger.applicant.pk) == []


def test_the_same_sql_reads_the_tables_of_the_company_that_is_set(
    company: GridCompany, other_company: GridCompany, applicant: User
) -> None:
    mine = world.draft(applicant)
    assert applicant.applicant
    with inside(company):
        assert _cases(False, applicant=applicant.applicant.pk) == [mine]
    with inside(other_company):
        assert _cases(False, applicant=applicant.applicant.pk) == []


def test_a_value_is_never_none(applicant: User) -> None:
    with pytest.raises(ValueError, match="None"):
        _cases(True, applicant=None)


def test_a_card_is_found_by_whoever_may_see_it(applicant: User, stranger: User, administrator: User) -> None:
    case, draft = services.submit(world.draft(applicant), by=applicant, now=NOW), world.draft(applicant)
    people = {"applicant": applicant, "stranger": stranger, "administrator": administrator}

    found = {(who, it.pk) for who, user in people.items() for it in (case, draft) if queries.card(user, it.pk) == it}

    assert found == {(who, it.pk) for who, user in people.items() for it in Case.objects.visible_to(user)}
    assert found == {("applicant", case.pk), ("applicant", draft.pk), ("administrator", case.pk)}
