"""Records that are edited together with their parts, and read by the hundred without them."""

from __future__ import annotations

from typing import Any

from modelcluster.models import ClusterableModel


class Cluster(ClusterableModel):
    """A record with parts: as modelcluster makes it, except that one read from its row is made as any other model.

    modelcluster looks through every relation of the model for each record, in case parts are given by name; a row gives
    none, and the search was most of the work of reading one.
    """

    class Meta:
        abstract = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if kwargs:
            super().__init__(*args, **kwargs)
        else:
            super(ClusterableModel, self).__init__(*args)
