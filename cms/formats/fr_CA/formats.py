"""French as written in Québec: `19 h 30`, `1er mai 2024`, ISO numeric dates, `1 250,50`.

Django 5.2 prints 19:30 as "19 07 30" under fr-ca: its format takes the ``h`` of the hour for a code. ``P`` and ``S``
are those of `cms.formats.french`.
"""

DATE_FORMAT = "jS\xa0F Y"
TIME_FORMAT = "P"
DATETIME_FORMAT = "jS\xa0F Y, P"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "jS\xa0F"
SHORT_DATE_FORMAT = "Y-m-d"
SHORT_DATETIME_FORMAT = "Y-m-d P"
FIRST_DAY_OF_WEEK = 0

# What a person types; the first of each is what a form shows, and Wagtail's date pickers write.
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]
TIME_INPUT_FORMATS = ["%H:%M", "%H:%M:%S", "%H h %M", "%Hh%M", "%H h", "%Hh"]
DATETIME_INPUT_FORMATS = [
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H h %M",
    "%Y-%m-%d %Hh%M",
    "%Y-%m-%d %H h",
    "%Y-%m-%d %Hh",
]
DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\xa0"
NUMBER_GROUPING = 3
