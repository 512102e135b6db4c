"""The verification of signatures from bytes alone, without Django, network or clock."""
