"""Places labelled boxes so that what is tied stands close and nothing covers anything; the same each time."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.cache import cache

SEED = 7
GAP = 16
ROUNDS = 400
# How much room the boxes get, and how much wider than tall a group is.
AIR, WIDER = 1.6, 1.25
SHEET = 1080
REMEMBERED_FOR = 7 * 24 * 3600


@dataclass(frozen=True)
class Box:
    """The room that a label takes, and its lines."""

    width: int
    height: int
    lines: tuple[str, ...] = ()
    # How far from the centre of the box its ties arrive, downwards.
    tie_drop: int = 0


Points = dict[str, tuple[float, float]]


Layout = tuple[dict[str, tuple[int, int]], int, int]


def lay_out(boxes: Mapping[str, Box], ties: Sequence[tuple[str, str]], margin: int) -> Layout:
    """The centre of each box, and the width and height of the whole: groups that nothing ties stand side by side.

    The same boxes always stand in the same places, so the places are remembered, by a print of what was asked: it holds
    no name that the cache's server could tell.
    """
    asked = repr(([(key, box.width, box.height, box.tie_drop) for key, box in boxes.items()], ties, margin, SEED))
    key = f"boxes:{sha256(asked.encode()).hexdigest()}"
    known: Layout | None = cache.get(key)
    if known is None:
        known = _lay_out(boxes, ties, margin)
        cache.set(key, known, REMEMBERED_FOR)
    return known


def _lay_out(boxes: Mapping[str, Box], ties: Sequence[tuple[str, str]], margin: int) -> Layout:
    import networkx as nx  # slow to import, and only a picture needs it

    graph = nx.Graph()
    graph.add_nodes_from(boxes)
    graph.add_edges_from(ties)
    groups = sorted(nx.connected_components(graph), key=lambda group: (-len(group), min(group)))
    order = list(boxes)
    placed: dict[str, tuple[int, int]] = {}
    left, top, row_height, width = margin, margin, 0, 0
    for group in groups:
        members = [key for key in order if key in group]
        points, group_width, group_height = _lay_out_group(_ordered(nx, members, ties), boxes)
        if left > margin and left + group_width > SHEET:
            left, top, row_height = margin, top + row_height + GAP * 2, 0
        for key, (x, y) in points.items():
            placed[key] = (left + round(x), top + round(y))
        left += group_width + GAP * 2
        row_height = max(row_height, group_height)
        width = max(width, left - GAP * 2 + margin)
    return placed, width, top + row_height + margin


def _ordered(nx: Any, members: Sequence[str], ties: Sequence[tuple[str, str]]) -> Any:
    """The same graph always in the same order: the layout depends on it."""
    graph = nx.Graph()
    graph.add_nodes_from(members)
    graph.add_edges_from(tie for tie in ties if tie[0] in graph)
    return graph


def _lay_out_group(graph: Any, boxes: Mapping[str, Box]) -> tuple[Points, int, int]:
    import networkx as nx
    import numpy as np

    keys = list(graph)
    halves = np.array([(boxes[key].width / 2, boxes[key].height / 2) for key in keys])
    height = math.sqrt(float(((2 * halves + GAP).prod(axis=1)).sum()) * AIR / WIDER)
    found = nx.spring_layout(graph, seed=SEED, iterations=300, scale=1)
    centres = np.array([found[key] for key in keys]) * (height * WIDER / 2, height / 2)
    numbers = {key: number for number, key in enumerate(keys)}
    ties = np.array([(numbers[one], numbers[other]) for one, other in graph.edges], dtype=int).reshape(-1, 2)
    drops = np.array([(0, boxes[key].tie_drop) for key in keys])
    centres = _part(centres, halves, drops, ties)
    centres -= (centres - halves).min(axis=0)
    right, bottom = (centres + halves).max(axis=0)
    points = {key: (float(x), float(y)) for key, (x, y) in zip(keys, centres, strict=True)}
    return points, math.ceil(right), math.ceil(bottom)


def _part(centres: Any, halves: Any, drops: Any, ties: Any) -> Any:
    """Move the boxes until none covers another, and as few as can be lie on a line that is not theirs.

    A line under a box reads as a tie of that box: a false one.
    """
    for _round in range(ROUNDS):
        apart, off_lines = _off_each_other(centres, halves), _off_lines(centres, halves, drops, ties)
        if not apart.any() and not off_lines.any():
            return centres
        centres = centres + 0.6 * apart + 0.3 * off_lines
    for _round in range(ROUNDS):
        apart = _off_each_other(centres, halves)
        if not apart.any():
            break
        centres = centres + 0.6 * apart
    return centres


def _off_each_other(centres: Any, halves: Any) -> Any:
    """How each box should move not to touch others: half of what it covers, the shorter way."""
    import numpy as np

    between = centres[:, None] - centres[None]
    room = halves[:, None] + halves[None] + GAP - np.abs(between)
    touching = (room > 0).all(axis=2)
    np.fill_diagonal(touching, val=False)
    order = np.sign(np.arange(len(centres))[:, None] - np.arange(len(centres))[None])
    side = np.where(between == 0, order[..., None], np.sign(between))
    shorter = np.stack([room[..., 0] < room[..., 1], room[..., 0] >= room[..., 1]], axis=2)
    return (side * (room / 2 + 0.5) * shorter * touching[..., None]).sum(axis=1)


def _off_lines(centres: Any, halves: Any, drops: Any, ties: Any) -> Any:
    """How each box should move to leave the lines that pass under it and are not its own."""
    import numpy as np

    if not len(ties):
        return np.zeros_like(centres)
    starts, ends = centres[ties[:, 0]] + drops[ties[:, 0]], centres[ties[:, 1]] + drops[ties[:, 1]]
    along = ends - starts
    length = np.maximum(np.linalg.norm(along, axis=1), 1)
    across = np.stack([-along[:, 1], along[:, 0]], axis=1) / length[:, None]
    from_start = centres[:, None] - starts[None]
    progress = (from_start * along[None]).sum(axis=2) / length**2
    distance = (from_start * across[None]).sum(axis=2)
    reach = (np.abs(across)[None] * halves[:, None]).sum(axis=2) + GAP / 2
    numbers = np.arange(len(centres))[:, None]
    under = (progress > 0) & (progress < 1) & (np.abs(distance) < reach)
    under &= (numbers != ties[None, :, 0]) & (numbers != ties[None, :, 1])
    push = np.where(distance < 0, -1, 1) * (reach - np.abs(distance)) * under
    return (push[..., None] * across[None]).sum(axis=1)
