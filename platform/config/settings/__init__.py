"""Settings of the site, a module for each subject; `config.settings` is what Django is told.

The environment gives addresses and secrets; the rest is decided here, with reasons.
"""

from .api import *  # noqa: F403
from .applications import *  # noqa: F403
from .clients import *  # noqa: F403
from .database import *  # noqa: F403
from .files import *  # noqa: F403
from .headers import *  # noqa: F403
from .language import *  # noqa: F403
from .letters import *  # noqa: F403
from .logs import *  # noqa: F403
from .money import *  # noqa: F403
from .pages import *  # noqa: F403
from .people import *  # noqa: F403
from .queue import *  # noqa: F403
from .signatures import *  # noqa: F403
from .site import *  # noqa: F403
from .static import *  # noqa: F403
