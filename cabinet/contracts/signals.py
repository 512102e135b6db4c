"""What contracts tell to whoever listens."""

from django.dispatch import Signal

# The documents of an offer are placed: case (locked), offer (the fact), bill (the number of the issued invoice that is
# among them, or empty), pay_until (a day or None), now.
offer_placed = Signal()
