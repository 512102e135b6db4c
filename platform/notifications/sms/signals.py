"""What this package tells the layers above it."""

from django.dispatch import Signal

# A gateway has taken an SMS. Sent in the schema of the message, in the transaction that notes it; again with the same
# key when another gateway has to take it, because the first has not delivered it.
# Arguments: sender (SmsDelivery), key (UUID of the message), segments (int: of how many the text consists), now.
handed = Signal()
