"""What this package tells to whoever listens."""

from django.dispatch import Signal

# A document of a case was signed, declined or recalled, and the case has followed: case (locked), entry, event (as
# `signing.signals.changed` names it), by (whoever has sent the document, where a worker has settled it), now.
followed = Signal()

# A case was handed over to the company, in the transaction of the submission: case (locked), by, now.
submitted = Signal()
