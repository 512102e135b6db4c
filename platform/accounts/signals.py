"""Facts that this package announces to upper layers."""

from django.dispatch import Signal

# An applicant has registered and confirmed the e-mail. Sent in the company's schema, in the transaction of the fact.
# Arguments: sender (User), user (User), applicant (Applicant), now (datetime).
registered = Signal()

# Somebody took a consent back. Arguments: sender (User), user (User), kind (ConsentText.Kind), now (datetime).
consent_withdrawn = Signal()

# Somebody with a confirmed e-mail asks to act for an applicant without administrators, so that staff have to decide.
# Arguments: sender (JoinRequest), asked (JoinRequest), now (datetime).
access_asked = Signal()
