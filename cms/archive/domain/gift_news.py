"""Tells the storeys above what became of a gift."""

from __future__ import annotations

import logging
from datetime import datetime

from cms.archive.enums import ContributionNews
from cms.archive.models import Contribution
from cms.archive.signals import contribution_news

logger = logging.getLogger("parvis.archive")


def announce(contribution: Contribution, news: ContributionNews, now: datetime) -> None:
    """Tell them inside the transaction; the log has numbers only."""
    logger.info("contribution", extra={"contribution": contribution.pk, "news": news.value})
    contribution_news.send(sender=Contribution, contribution=contribution, news=news, now=now)
