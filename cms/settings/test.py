"""The tests: the same parts as production, on whichever database and broker the environment names."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from cms.embedded.broker import socket_path
from cms.settings.base import *  # noqa: F403
from cms.settings.base import CELERY_BROKER_TRANSPORT_OPTIONS
from cms.settings.services import cache, database, env, mail, storages

# One folder a test run, with one below it for each pytest-xdist worker: two runs on one machine never meet.
# The process that made the folder takes it away when it ends.
if not env("PARVIS_TEST_DIR", default=""):
    os.environ["PARVIS_TEST_DIR"] = tempfile.mkdtemp(prefix="parvis-test-")
    atexit.register(shutil.rmtree, os.environ["PARVIS_TEST_DIR"], ignore_errors=True)
RUN_DIR = Path(env("PARVIS_TEST_DIR"))
_worker = env("PYTEST_XDIST_WORKER", default="main")
TEST_DIR = RUN_DIR / _worker
TEST_DIR.mkdir(parents=True, exist_ok=True)

SECRET_KEY = "tests-only"  # noqa: S105
ADDRESS_HASH_KEY = "tests-only"
ALLOWED_HOSTS = ["*"]
BASE_URL = env("BASE_URL", default="http://testserver")
WAGTAILADMIN_BASE_URL = BASE_URL

DATABASES = {"default": database(env("DATABASE_URL", default=f"sqlite:///{TEST_DIR}/db.sqlite3"))}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: real worker processes read the same database as the test. It outlives no power cut.
    DATABASES["default"]["TEST"] = {"NAME": str(RUN_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
else:
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"

REDIS_URL = env("REDIS_URL", default=f"unix://{socket_path(TEST_DIR)}")
CACHES = cache(REDIS_URL)
for _cache in CACHES.values():
    _cache["KEY_PREFIX"] = f"parvis-test-{RUN_DIR.name}-{_worker}"
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_TASK_DEFAULT_QUEUE = f"parvis-test-{RUN_DIR.name}-{_worker}"
# Runs that share a server share no key of the queue either, and each can take its own away at the end.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    **CELERY_BROKER_TRANSPORT_OPTIONS,
    "global_keyprefix": f"{CELERY_TASK_DEFAULT_QUEUE}:",
}

STORAGES = storages("", str(TEST_DIR / "media"), BASE_URL, manifest=False)
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True

globals().update(mail(env("EMAIL_URL", default=f"outbox://{TEST_DIR}/outbox")))
SHOW_OUTBOX = True
DEFAULT_FROM_EMAIL = "infolettre@conseil.example"
DKIM_KEY = ""
MAIL_WEBHOOK_SECRET = "suivi:pour-les-essais-seulement"  # noqa: S105
ANYMAIL = {"WEBHOOK_SECRET": MAIL_WEBHOOK_SECRET}
RETURN_ADDRESS = BOUNCE_MAILBOX_URL = ""  # the tests of what comes back set them

QUIET_HOURS = None  # tests run at any hour; those of the night set it

PAGE_CACHE_SECONDS = 0  # a test sees what it wrote; those of the cache itself switch it on

MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AXES_ENABLED = True
