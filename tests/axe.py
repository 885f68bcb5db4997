"""Asks axe-core what stands in a reader's way on a page.

The copy of axe-core is the one inside `axe-playwright-python`. A page is looked at as citizens get it: opened narrow
and wide, then by day and by night (which only the style sheets know of).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

import axe_playwright_python
from playwright.sync_api import Page

from tests.browser import Site
from tests.database import was_seen_before

SCRIPT = Path(axe_playwright_python.__file__).with_name("axe.min.js")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = (320, 1280)
# Once the page is whole, and again where its anchor scrolled it meanwhile: what was seen half hidden is not judged.
FROM_ITS_TOP = """async options => {
  if (document.readyState !== "complete") await new Promise(whole => addEventListener("load", whole));
  for (let looks = 0; looks < 10; looks++) {
    window.scrollTo({top: 0, behavior: "instant"});
    await new Promise(painted => requestAnimationFrame(() => requestAnimationFrame(painted)));
    if (window.scrollY) continue;
    const found = await axe.run(document, options);
    if (!window.scrollY) return found;
  }
  throw new Error("the page scrolls by itself");
}"""
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def violations(page: Page) -> list[str]:
    """What axe-core finds on an open page, a line each: rule, element, why.

    From its top: a button that a bar half hides, where an anchor had led, is no small target; one scrolls.
    """
    page.wait_for_load_state()
    page.evaluate(SCRIPT.read_text(encoding="utf-8"))
    return _look(page)


def violations_everywhere(site: Site, path: str, *, widths: Iterable[int] = WIDTHS) -> list[str]:
    """The violations of an address opened at every width, by day and by night; also a page wider than its screen."""
    found = []
    for width in widths:
        page = site.open(path, width=width)
        page.evaluate(SCRIPT.read_text(encoding="utf-8"))
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            lines = _look(page)
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                lines.append("reflow: the page scrolls sideways")
            found += [f"{width} px, {scheme}: {line}" for line in lines]
        page.context.close()
    return found


def _look(page: Page) -> list[str]:
    if was_seen_before():  # whichever database it is read from, it is the same page
        return []
    options: dict[str, Any] = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    found = page.evaluate(FROM_ITS_TOP, options)
    assert found["passes"], "axe-core ran no rule at all"
    return [
        f"{rule['id']}: {node['target'][0]}: {node['failureSummary'].splitlines()[-1].strip()}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
