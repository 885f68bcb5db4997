"""The words of doubt, before a date and after it: « vers », « environ », « probablement », « ? »."""

from __future__ import annotations

import re

APPROXIMATELY = (
    r"(?:vers|circa|ca|c|v|env|environ|approximativement|approx|~|±|\+ / -|a peu pres|(?:date )?approximative(?: :)?"
    r"|(?:autour|aux alentours|alentour|aux environs|dans les environs) (?:de|d '|du|des))"
)
PERHAPS = (
    r"(?:probablement|prob|peut - etre|possiblement|sans doute|vraisemblablement"
    r"|(?:date )?(?:probable|incertaine)(?: :)?)"
)
BEFORE_IT = re.compile(rf"(?:(?P<about>{APPROXIMATELY})|(?P<perhaps>{PERHAPS})) (?P<rest>.+)")
AFTER_IT = re.compile(
    r"(?P<rest>.+?)(?: ,)? (?:"
    r"(?P<about>(?:ou )?environ|env|approximativement|approx|\( (?:environ|env|vers|approx|approximatif) \))"
    r"|(?P<perhaps>\?|\( (?:\?|probable|incertain|peut - etre|probablement) \)|\[ \? \]|probablement|peut - etre))"
)
