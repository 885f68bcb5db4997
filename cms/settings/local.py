"""One machine, one command: SQLite, the embedded Valkey, letters into the local outbox."""

from cms.embedded.broker import socket_path
from cms.settings.base import *  # noqa: F403
from cms.settings.base import PORT, VAR_DIR
from cms.settings.services import cache, database, env, mail, storages

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY", default="local-only-and-known-to-everyone")
ADDRESS_HASH_KEY = env("ADDRESS_HASH_KEY", default="local-only-and-known-to-everyone")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
BASE_URL = env("BASE_URL", default=f"http://localhost:{PORT}")
WAGTAILADMIN_BASE_URL = BASE_URL

VAR_DIR.mkdir(parents=True, exist_ok=True)
DATABASES = {"default": database(env("DATABASE_URL", default=f"sqlite:///{VAR_DIR}/db.sqlite3"))}

REDIS_URL = env("REDIS_URL", default=f"unix://{socket_path(VAR_DIR)}")
CACHES = cache(REDIS_URL)
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)

STORAGES = storages(env("MEDIA_STORAGE", default=""), str(VAR_DIR / "media"), BASE_URL, manifest=False)
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)

_mail = mail(env("EMAIL_URL", default=f"outbox://{VAR_DIR}/outbox"))
globals().update(_mail)
SHOW_OUTBOX = bool(_mail["OUTBOX_DIR"])
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="infolettre@localhost")

# A volunteer who tries Parvis at home may sign in with the demo password alone; the screen says so.
SECOND_FACTOR_REQUIRED = False
SHOW_DEMO_LOGINS = True
DEMO_PASSWORD = "les ormes au printemps"  # noqa: S105
DEMO_LOGINS = [
    ("Communications", "communications@conseil.example"),
    ("Conseil", "conseil@conseil.example"),
    ("Secrétariat", "secretariat@conseil.example"),
    ("Archives", "archives@conseil.example"),
    ("Lecture", "lecture@conseil.example"),
]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
