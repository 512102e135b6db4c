"""Обращение: its number, status, assignee, and the feed of documents, messages and status lines."""
