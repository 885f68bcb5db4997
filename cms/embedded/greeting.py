"""What a person reads in the terminal, in the council's language."""

import gettext

from django.conf import settings

# Django's own translation needs every app loaded, which the supervisor does not need for anything else.
_ = gettext.translation("django", settings.LOCALE_PATHS[0], ["fr_CA"], fallback=True).gettext

ADMIN_PATH = "/admin/"
OUTBOX_PATH = "/courrier-local/"


def occupied(address: str) -> str:
    return _("Parvis is already running in this folder: {address}").format(address=address)


def preparing() -> str:
    return _("Preparing the database and the demo council…")


def not_prepared() -> str:
    return _("The database could not be prepared; the lines above say why. Nothing is running.")


def damaged(place: str) -> str:
    """Said of a database that is no database: nobody is left before a traceback with their council's memory in it."""
    words = _("The database {place} is damaged. Put a copy of it back there, or move it away to begin anew.")
    return words.format(place=place)


def unreachable(place: str, error: str) -> str:
    words = _("The database {place} does not open or cannot be written to: {error}")
    return words.format(place=place, error=" ".join(error.split()))


def half_migrated(place: str) -> str:
    """Said of one that an earlier version left between two migrations that are one now (`docs/decisions/0014`)."""
    words = _(
        "The database {place} is of an earlier version, between two migrations that this one joins; nothing has "
        "changed in it. To keep it, open it first with the version of commit 0c5d7a6; otherwise move it away to begin "
        "anew."
    )
    return words.format(place=place)


def unwritable(place: str) -> str:
    words = _("Parvis cannot write in {place}: give yourself the right to, or name another folder with VAR_DIR.")
    return words.format(place=place)


def brokerless(log: str) -> str:
    words = _(
        "The embedded queue (Valkey) does not start; {log} says why. It holds nothing that the database has not: "
        "if its files are damaged, remove that folder."
    )
    return words.format(log=log)


def crashed(name: str, code: int, pause: float) -> str:
    words = _("The process “{name}” stopped by itself (code {code}); it starts again in {pause} s.")
    return words.format(name=name, code=code, pause=round(pause))


def silent(address: str) -> str:
    words = _("The site does not answer yet at {address}; the lines marked “web” say why.")
    return words.format(address=address)


def stopping() -> str:
    return _("Stopping… (Ctrl-C again to stop at once)")


def stopped() -> str:
    return _("Everything is stopped.")


def seconds(duration: float) -> str:
    return f"{duration:.1f}".replace(".", ",")


def welcome(address: str, duration: float) -> str:
    """Where everything is, once the first page has answered."""
    title = _("Parvis is open, after {seconds} s.").format(seconds=seconds(duration))
    places = [
        (_("The site"), f"{address}/"),
        (_("The admin"), f"{address}{ADMIN_PATH}"),
        (_("The letters sent"), f"{address}{OUTBOX_PATH}" if settings.OUTBOX_DIR else _relay()),
    ]
    width = max(len(label) for label, _place in places)
    lines = ["", title, "", *(f"  {label:<{width}}   {place}" for label, place in places), ""]
    return "\n".join([*lines, *_logins(), _("Ctrl-C stops everything."), ""])


def _relay() -> str:
    return _("leave by {host}").format(host=settings.EMAIL_HOST)


def _logins() -> list[str]:
    """The demo logins, where the settings show them."""
    if not (settings.SHOW_DEMO_LOGINS and settings.DEMO_LOGINS):
        return []
    title = _("To sign in, in this demo only, with the password “{password}”:")
    width = max(len(email) for _group, email in settings.DEMO_LOGINS)
    lines = (f"  {email:<{width}}   {group}" for group, email in settings.DEMO_LOGINS)
    return [title.format(password=settings.DEMO_PASSWORD), *lines, ""]
