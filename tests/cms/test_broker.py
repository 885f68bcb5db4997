"""The broker answers as Redis does."""

import redis


def test_broker_answers(broker: str) -> None:
    assert redis.Redis.from_url(broker).ping() is True
