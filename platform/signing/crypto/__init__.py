"""What a signature is worth, decided from bytes alone: no Django, no network, no clock."""
