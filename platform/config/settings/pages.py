"""How pages are drawn: templates, and what each of them is given."""

from .site import ROOT

_CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "csp.context_processors.nonce",
    "ui.context.page",
    "cabinet.company.context.company",
]
TEMPLATES = [
    {
        "NAME": "site",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _CONTEXT_PROCESSORS, "builtins": ["ui.templatetags.ui"]},
    },
    {  # pages that must not touch a company, a session or the database
        "NAME": "plain",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": ["csp.context_processors.nonce", "ui.context.page"],
            "builtins": ["ui.templatetags.ui"],
        },
    },
]
FORM_RENDERER = "ui.forms.Renderer"
