"""axe-core on every page: WCAG 2.2 A and AA and its own good practice, as opened and with the charts explored."""

from __future__ import annotations

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from tests.book.conftest import page_names

PAGES = [*page_names(), "search.html?q=station", "404.html"]
# The size of targets is a rule of WCAG 2.2 that axe leaves out unless asked.
# Preloading would fetch the style sheets, which the policy of the pages forbids.
RUN = """scope => axe.run(scope, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'], preload: false,
}).then(found => found.violations.map(rule => `${rule.id}: ${rule.nodes.map(node => node.html.slice(0, 120)).join(' | ')}`))"""


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 320)])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(visit, name, scheme, width):
    page = visit(name, width, color_scheme=scheme).page
    page.evaluate(AXE_SCRIPT)
    assert page.evaluate(RUN, "html") == []
    buttons = page.locator(".chart-explore")
    for left in reversed(range(buttons.count())):
        buttons.first.click()
        expect(buttons).to_have_count(left, timeout=10_000)
    if page.locator(".chart-live").count():
        assert page.evaluate(RUN, "figure") == []
