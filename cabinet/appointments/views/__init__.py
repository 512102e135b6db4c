"""Pages: choosing a time, a visit, the day of the desk, the timetable."""
