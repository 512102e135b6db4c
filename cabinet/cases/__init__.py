"""Обращение: its number, status, executor, and the feed of documents, messages and status lines."""
