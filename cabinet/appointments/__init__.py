"""Запись на приём: offices with windows, free times reckoned from a timetable, visits that people have booked."""
