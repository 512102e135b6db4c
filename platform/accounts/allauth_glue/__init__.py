"""Where django-allauth is made to work our way: its adapters, its stage of the second step."""
