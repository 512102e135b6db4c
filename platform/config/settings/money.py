"""Where providers of online payments are asked. Whose keys are used is decided by each company on its own page."""

ACQUIRERS = {"yookassa": "https://api.yookassa.ru/v3", "tbank": "https://securepay.tinkoff.ru/v2"}
