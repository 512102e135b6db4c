"""What the application server loads."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from signing.trust.checks import refuse_test_roots  # noqa: E402  (settings come first)
from tenancy.pooler import refuse_untracked_pooler  # noqa: E402

refuse_untracked_pooler()
refuse_test_roots()

# What is loaded by now stays for good: the collector need not look at it again, nor come after every 700 objects.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 10, 10)
