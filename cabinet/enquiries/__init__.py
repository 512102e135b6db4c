"""Сообщение сетевой организации: a case without an application."""
