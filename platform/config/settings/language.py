"""Words and time."""

LANGUAGE_CODE = "ru"
TIME_ZONE = "Europe/Moscow"
USE_I18N = True
USE_TZ = True
# A separator would also get into numbers that are names (of rows, in `id` and `value`): people's numbers are `grouped`.
USE_THOUSAND_SEPARATOR = False
