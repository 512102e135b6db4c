"""Сроки: how they are counted and what they say of the course of an application. It needs neither Django nor a
database.

Whoever comes from outside with plain data calls `plain`; docs/terms.md shows what goes in and what comes out.
"""
