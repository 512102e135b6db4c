"""What the application server loads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from tenancy.pooler import refuse_untracked_pooler  # noqa: E402  (settings come first)

refuse_untracked_pooler()
