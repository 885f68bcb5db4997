"""A server on the Internet: every secret comes from the environment, and none has a default."""

from cms.settings.base import *  # noqa: F403
from cms.settings.base import MIDDLEWARE, VAR_DIR
from cms.settings.services import cache, database, env, mail, storages

SECRET_KEY = env("SECRET_KEY")
ADDRESS_HASH_KEY = env("ADDRESS_HASH_KEY")
BASE_URL = env("BASE_URL")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
WAGTAILADMIN_BASE_URL = BASE_URL
CSRF_TRUSTED_ORIGINS = [BASE_URL]

DATABASES = {"default": {**database(env("DATABASE_URL")), "CONN_MAX_AGE": 60}}
REDIS_URL = env("REDIS_URL")
CACHES = cache(REDIS_URL)
CELERY_BROKER_URL = REDIS_URL

MEDIA_STORAGE = env("MEDIA_STORAGE", default="")
STORAGES = storages(MEDIA_STORAGE, str(VAR_DIR / "media"), BASE_URL, manifest=True)
ARCHIVE_SENT_BY_PROXY = not MEDIA_STORAGE  # a bucket is no disk of the proxy's

globals().update(mail(env("EMAIL_URL")))
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL")

# Nobody reaches the web server but through the proxy of docker-compose.yml, and the container's own health check.
MIDDLEWARE = ["cms.proxy.RealAddressMiddleware", *MIDDLEWARE]
SECURE_REDIRECT_EXEMPT = [r"^sante/$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
