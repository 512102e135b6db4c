from typing import Any

from .port import Port

company_for_host: Port[[str], Any] = Port("Which company answers at a host, in small letters? None: nobody's.")
