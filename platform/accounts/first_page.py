"""Where people land."""

START = "/"  # leads everyone to the first page of their own
