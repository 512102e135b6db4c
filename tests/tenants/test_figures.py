"""Figures of the companies, measured now and then."""

from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from accounts import synthetic
from accounts.models import Applicant
from documents import services as documents
from tenancy.company import current_company, inside, is_public
from tenancy.models import DueWork
from tenants import figures, tasks
from tenants.models import CompanyFigures
from tests import world
from tests.moment import NOW


@pytest.fixture
def counters(monkeypatch):
    """The figures of layers above, counted by somebody else."""
    known = {**figures._counters, "cases_total": lambda now: 7, "cases_30_days": lambda now: 3}
    monkeypatch.setattr(figures, "_counters", known)
    return known


def test_they_are_counted_inside_the_company(company, counters):
    with inside(company):
        Applicant.objects.create(
            legal_form="person", last_name="Орлова", first_name="Анна", snils=synthetic.snils(1), created_at=NOW
        )

    measured = figures.measure(company, now=NOW + timedelta(hours=1))

    assert (measured.applicants, measured.cases_total, measured.cases_30_days) == (1, 7, 3)
    assert CompanyFigures.objects.get(company=company).measured_at == NOW + timedelta(hours=1)
    assert is_public()


def test_files_are_weighed(company, counters):
    with inside(company):
        applicant = world.person(1)
        documents.keep(documents.take(world.pdf(), by=applicant, now=NOW))

    assert figures.measure(company, now=NOW).bytes_stored == len(world.PDF)


def test_a_figure_nobody_counts_is_not_shown_as_nought(company, counters):
    del counters["cases_total"]

    with pytest.raises(ImproperlyConfigured, match="cases_total"):
        figures.measure(company, now=NOW)


def test_one_company_that_cannot_be_counted_does_not_stop_the_others(company, other_company, counters, caplog):
    def count(now):
        if current_company() == company:
            raise DatabaseError("broken")
        return 9

    counters["cases_total"] = count
    tasks.measure_companies([company.schema_name, other_company.schema_name])

    assert CompanyFigures.objects.get(company=other_company).cases_total == 9
    assert CompanyFigures.objects.get(company=company).cases_total == 0
    assert "tenants.measure_companies failed in gorset" in caplog.text


def test_a_change_is_counted_some_minutes_later_with_those_that_came_meanwhile(company, counters):
    with inside(company):
        figures.note_change(now=NOW)
        figures.note_change(now=NOW + timedelta(minutes=4))

    assert DueWork.objects.get(task=figures.MEASURE).due_at == NOW + timedelta(minutes=5)
    with inside(company):
        tasks.measure(0)
    assert CompanyFigures.objects.get(company=company).cases_total == 7
    assert not DueWork.objects.filter(task=figures.MEASURE).exists()
