"""What is the same wherever Parvis runs."""

from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF, UNSAFE_INLINE

from cms.settings.services import dkim_key, env, more_relays, quiet_hours, return_address
from cms.settings.sign_in import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))

SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
DEBUG = False

# Where the supervisor's web server listens; it takes the next free port when this one is taken.
PORT = env.int("PORT", default=8000)

INSTALLED_APPS = [
    "home",
    "newsletters",
    "cms.archive",
    "cms.pages",
    "crm.assemblies",
    "crm.events",
    "crm.partners",
    "crm.accounts.apps.AccountsConfig",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "crm.accounts.apps.UsersAdminConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "auditlog",
    "axes",
    "csp",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "crm.accounts.headers.SecurityHeadersMiddleware",
    "cms.pages.middleware.NulMiddleware",
    # Before the session's: what is kept was made without one.
    "cms.pages.middleware.PageCacheMiddleware",
    "crm.partners.clock.CouncilClockMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "crm.accounts.middleware.SecondFactorMiddleware",
    "crm.accounts.exporting.ExportMiddleware",
    "crm.partners.history.ActorMiddleware",
    "cms.pages.middleware.TombstoneMiddleware",
    "cms.pages.sent_twice.PageSentTwiceMiddleware",
    "cms.archive.middleware.FormerNumberMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- words and dates --------------------------------------------------------------------------
LANGUAGE_CODE = "fr-ca"
LANGUAGES = [("fr-ca", "Français (Québec)")]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["cms.formats"]
TIME_ZONE = "America/Toronto"
USE_I18N = True
USE_TZ = True

# --- files ------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "cms" / "static"]
MEDIA_URL = "media/"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# Whole boxes are chosen at once; how many may be kept is for each form to say (templates/400.html says this number).
DATA_UPLOAD_MAX_NUMBER_FILES = 300

# --- Wagtail ----------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Parvis"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False  # an address is read aloud, and copied by hand
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILIMAGES_IMAGE_MODEL = "partners.Picture"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 64_000_000  # a telephone of 50 megapixels, and no bomb
WAGTAILIMAGES_IMAGE_FORM_BASE = "crm.partners.uploads.PictureForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "crm.partners.uploads.DocumentForm"
WAGTAILDOCS_INLINE_CONTENT_TYPES = ["application/pdf"]
DOCUMENT_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
# Whether the proxy sends the files of the memory from the disk it shares with the site, once the site said yes.
ARCHIVE_SENT_BY_PROXY = False
ARCHIVE_MAX_UPLOAD_SIZE = 500 * 1024 * 1024
ARCHIVE_MAX_EXPORT_SIZE = 4 * 1024**3  # of a blog or a Facebook page; it is let go once it was read

# A change forgets every page at once; these bound what changes by the passing of time, here and in a proxy.
PAGE_CACHE_SECONDS = 60
PAGE_CACHE_SHARED_SECONDS = 30
# A calendar feed is kept under the state of the agenda: an hour bounds what a new version of Parvis writes otherwise.
FEED_CACHE_SECONDS = 3600

# --- letters ----------------------------------------------------------------------------------
# The Maildir that stands for a mail server on a machine without one; `EMAIL_URL` may name it.
OUTBOX_DIR: str | None = None
# What the mail server that EMAIL_URL names takes, and the others that newsletters may leave through (`services.mail`).
RELAY_NAME, RELAY_BACKEND, RELAY_WARM_UP = "", "", 0
RELAY_LIMITS: list[tuple[int, str, str]] = []
MORE_RELAYS = more_relays(env("MORE_RELAYS", default=""))
# From which hour to which nothing that was planned leaves, nor what remains of a mailing; « 0-0 »: never quiet.
QUIET_HOURS = quiet_hours(env("QUIET_HOURS", default="21-8"))
# The page that shows it holds everyone's letters and links: local settings alone switch it on.
SHOW_OUTBOX = False
# Where letters that do not arrive come back, `{token}` in it; and the mailbox that beat reads, `imap+tls://…`.
RETURN_ADDRESS = return_address(env("RETURN_ADDRESS", default=""))
# What the mail providers prove themselves with when they tell of our letters (`user:password`); none: nobody tells.
MAIL_WEBHOOK_SECRET = env("MAIL_WEBHOOK_SECRET", default="")
ANYMAIL = {"WEBHOOK_SECRET": MAIL_WEBHOOK_SECRET}
# Our own signature, where the mail server makes none: a private key in PEM, or a file that holds it.
DKIM_KEY = dkim_key(env("DKIM_KEY", default=""), env("DKIM_KEY_FILE", default=""))
DKIM_SELECTOR = env("DKIM_SELECTOR", default="parvis")
BOUNCE_MAILBOX_URL = env("BOUNCE_MAILBOX_URL", default="")
# How many workers send one mailing at once, and how many connections to the mail server each of them opens.
MAILING_CONNECTIONS = env.int("MAILING_CONNECTIONS", default=2)
RELAY_CONNECTIONS = env.int("RELAY_CONNECTIONS", default=1)

# --- Celery -----------------------------------------------------------------------------------
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_IMPORTS = ["cms.heartbeat"]
# A file that the worker and beat touch as long as they are well, for a container's health check.
HEARTBEAT_FILE = env("HEARTBEAT_FILE", default="")
# The visibility timeout is longer than the longest task, so nothing is delivered twice; a killed
# worker's task comes back within seconds instead of the 100 it takes by default.
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, int | str] = {
    "visibility_timeout": 3600,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
}

CELERY_BEAT_SCHEDULE = {
    # Expires before the next one: rounds that nobody made are not made up for, once is enough.
    "make-mailing-rounds": {"task": "newsletters.make_rounds", "schedule": crontab(), "options": {"expires": 55}},
    "hear-answers": {"task": "newsletters.hear_answers", "schedule": crontab(), "options": {"expires": 55}},
    "collect-reports": {
        "task": "newsletters.collect_reports",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 290},
    },
    "answer-due-sign-ups": {"task": "newsletters.answer_due_sign_ups", "schedule": crontab()},
    "tend-registration-desks": {"task": "events.tend_desks", "schedule": crontab(), "options": {"expires": 55}},
    "post-registration-letters": {
        "task": "newsletters.post_registration_letters",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    "post-contribution-letters": {
        "task": "newsletters.post_contribution_letters",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    "post-notice-letters": {
        "task": "newsletters.post_notice_letters",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    "post-address-letters": {
        "task": "newsletters.post_address_letters",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    "post-welcome-letters": {
        "task": "newsletters.post_welcome_letters",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    "prepare-monthly-draft": {
        "task": "newsletters.prepare_monthly_draft",
        "schedule": crontab(minute="*/15"),
        "options": {"expires": 890},
    },
    "tell-of-readings": {"task": "newsletters.tell_of_readings", "schedule": crontab(), "options": {"expires": 55}},
    "remind-registered": {"task": "newsletters.remind_registered", "schedule": crontab(minute="*/15")},
    "forget-registrations": {"task": "events.forget_registrations", "schedule": crontab(hour=3, minute=50)},
    "forget-electors": {"task": "assemblies.forget_electors", "schedule": crontab(hour=3, minute=55)},
    "forget-decision-lists": {"task": "assemblies.forget_decision_lists", "schedule": crontab(hour=3, minute=45)},
    "resume-descriptions": {
        "task": "archive.resume_descriptions",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    "forget-descriptions": {"task": "archive.forget_descriptions", "schedule": crontab(hour=3, minute=46)},
    "resume-homecomings": {
        "task": "archive.resume_homecomings",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    "forget-homecomings": {"task": "archive.forget_homecomings", "schedule": crontab(hour=3, minute=47)},
    "derive-due": {"task": "archive.derive_due", "schedule": crontab(), "options": {"expires": 55}},
    "check-masters": {
        "task": "archive.check_masters",
        "schedule": crontab(hour="1-4", minute="*/15"),
        "options": {"expires": 840},
    },
    "forget-uploads": {"task": "archive.forget_uploads", "schedule": crontab(hour=3, minute=35)},
    "erase-discarded": {
        "task": "archive.erase_discarded",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 590},
    },
    "tell-of-publications": {
        "task": "archive.tell_of_publications",
        "schedule": crontab(),
        "options": {"expires": 55},
    },
    "turn-week": {"task": "archive.turn_week", "schedule": crontab(minute=5), "options": {"expires": 3500}},
    "forget-contributions": {"task": "archive.forget_contributions", "schedule": crontab(hour=3, minute=35)},
    "sweep-strays": {"task": "archive.sweep_strays", "schedule": crontab(hour=3, minute=38)},
    "make-takeaway": {
        "task": "archive.make_takeaway",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 290},
    },
    "forget-takeaways": {"task": "archive.forget_takeaways", "schedule": crontab(hour=3, minute=25)},
    "tell-harvesters": {
        "task": "archive.tell_harvesters",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 290},
    },
    "resume-lists": {"task": "partners.resume_lists", "schedule": crontab(), "options": {"expires": 55}},
    "read-partner-calendars": {"task": "events.read_due_calendars", "schedule": crontab(minute="*/10")},
    "shelve-search": {"task": "pages.shelve_search", "schedule": crontab(), "options": {"expires": 55}},
    "repair-search": {"task": "pages.repair_search", "schedule": crontab(minute="*/5"), "options": {"expires": 290}},
    "read-search-again": {"task": "pages.read_search_again", "schedule": crontab(hour=3, minute=15)},
    "send-weekly-digests": {"task": "partners.send_weekly_digests", "schedule": crontab(minute=10)},
    "forget-old-traces": {"task": "partners.forget_old_traces", "schedule": crontab(hour=3, minute=40)},
    "purge-post-room": {"task": "newsletters.purge_post_room", "schedule": crontab(hour=3, minute=20)},
}

# --- security ---------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
PERMISSIONS_POLICY = (
    "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), encrypted-media=(), "
    "geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), "
    "publickey-credentials-create=(self), publickey-credentials-get=(self), usb=(), xr-spatial-tracking=()"
)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [NONE],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF, "data:"],
        "manifest-src": [SELF],
        "media-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
    },
}
# Wagtail's own pages: inline scripts and styles, the preview in a frame, pictures chosen from this device.
ADMIN_CONTENT_SECURITY_POLICY = {
    "default-src": [NONE],
    "base-uri": [NONE],
    "connect-src": [SELF],
    "font-src": [SELF, "data:"],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
    "frame-src": [SELF],
    "img-src": [SELF, "data:", "blob:"],
    "manifest-src": [SELF],
    "media-src": [SELF],
    "object-src": [NONE],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
}

# --- the post room ----------------------------------------------------------------------------
SIGN_UP_MINIMUM_SECONDS = 3  # a form filled in faster than that was not read

# --- logs: constant messages, facts in `extra`, ids and never names or addresses --------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "cms.logs.KeyValueFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "parvis": {"level": "INFO"},
        "celery": {"level": "INFO"},
    },
}
