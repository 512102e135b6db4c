"""What this package tells to whoever listens."""

from django.dispatch import Signal

# The terms of a submitted case were counted in the transaction of a fact: case (as the facts leave it), told
# (`queries.Told`, None where nothing is counted: no kind with terms, or a case that is closed), now.
counted = Signal()
