"""What the journal tells to whoever listens."""

from django.dispatch import Signal

# A record was written whose event is told outside, in the transaction of the fact: record, for_applicant (whether
# applicants are told of this event too).
recorded = Signal()
