"""Tells the proxy and the container engine whether the site can work: `/sante/`."""

import logging

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

log = logging.getLogger("parvis.health")


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when the database and the broker answer, 503 otherwise; says which, and nothing more."""
    answers = {"base": database_answers(), "file": broker_answers(settings.REDIS_URL)}
    well = all(answers.values())
    if not well:
        log.error("the site is not well", extra={"database": answers["base"], "broker": answers["file"]})
    return JsonResponse(answers, status=200 if well else 503)


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def broker_answers(url: str) -> bool:
    client = redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()
