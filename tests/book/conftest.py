"""A real browser, without a network."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]


@dataclass
class Visit:
    """One page as a reader meets it, with everything it complained about."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)


def find_chromium() -> str:
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    assert path, "no Chromium on the path: `make test` installs it"
    return path


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, book):
    """Open a page of the built book from its folder; every request elsewhere is noted and refused."""
    contexts = []

    def open_page(name: str, width: int = 1280, **options) -> Visit:
        context = chromium.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        seen = Visit(context.new_page())

        def admit(route):
            if route.request.url.startswith(("file:", "data:", "blob:")):
                route.continue_()
            else:
                seen.foreign.append(route.request.url)
                route.abort()

        context.route("**/*", admit)
        seen.page.on("console", lambda m: m.type in ("error", "warning") and seen.complaints.append(m.text))
        seen.page.on("pageerror", lambda e: seen.complaints.append(str(e)))
        seen.page.on("requestfailed", lambda r: seen.complaints.append(f"failed: {r.url}"))
        file, _, query = name.partition("?")
        seen.page.goto(Path(book / "html" / file).as_uri() + (f"?{query}" if query else ""))
        return seen

    yield open_page
    for context in contexts:
        context.close()


def page_names() -> list[str]:
    """Return the pages of the book from its table of contents."""
    toc = (Path(__file__).parents[2] / "_toc.yml").read_text(encoding="utf-8")
    files = [line.split()[-1] for line in toc.splitlines() if line.strip().startswith(("root:", "- file:"))]
    return [name.removeprefix("chapters/") + ".html" for name in files]
