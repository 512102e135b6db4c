"""Сроки: how they are counted and what they say of the course of an application. It needs neither Django nor a
database.

From inside, `course.follow` is the one entry for an application and `counting.count` for a single term. Whoever comes
from outside with plain data (JSON, CSV) calls `plain.counted` and `plain.followed`; docs/terms.md shows what goes in
and what comes out.
"""
