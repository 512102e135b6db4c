"""Adapters of django-allauth: our look-ups, our sentences and our page of the second step."""
