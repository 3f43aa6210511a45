"""Build the book: evidence, chapters executed once, website, print and data, or nothing at all."""

from __future__ import annotations

import io
import os
import re
import shutil
import time
from pathlib import Path

from jupyter_book.config import get_final_config
from myst_nb.core.execute import ExecutionError
from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils
from tqdm import tqdm

from spacepact.publish.digest import PDF, edition, execution, ingredients, write_stamp
from spacepact.publish.links import noted
from spacepact.publish.package import replacing, write_tables
from spacepact.publish.statements import Statement
from spacepact.read import Evidence, load

ANSI = re.compile(r"\x1b\[[0-9;]*m")


class BookError(Exception):
    """The book cannot be built; the message says where and what to do."""


def build(root: Path, parts: list[str]) -> None:
    """Build the wanted parts of the book in `root` into ``_build``; the last good one stays until all went well.

    Parameters
    ----------
    root
        The folder of ``_config.yml``.
    parts
        Any of ``html``, ``pdf`` and ``data``.

    Raises
    ------
    BookError, ValueError
        With one message that names file and line.
    """
    began = time.perf_counter()
    evidence = _step("evidence", lambda: load(root / "seeds"), lambda e: (
        f"{len(e.documents)} articles, {len(e.sentences)} sentences, {len(e.reference)} tables of the record"))
    for warning in evidence.warnings:
        tqdm.write(f"  warning: {warning}")
    made_from = edition(root)
    target = root / "_build"
    work = target / ".work"
    _settle_environment(work, made_from.epoch)
    digest, needed = ingredients(root), execution(root)
    try:
        if "html" in parts or "pdf" in parts:
            context = {"edition": made_from.day if made_from.commit else "no commit", "commit": made_from.commit,
                       "cut_off": evidence.cut_off.isoformat(),
                       "pdf": "pdf" in parts or (target / "pdf" / PDF).exists()}
            # The website is the first reader of the chapters; print takes the same execution.
            _step("website", lambda: _sphinx(root, work, "html", needed, context), _chapters)
        if "pdf" in parts:
            _step("print", lambda: _sphinx(root, work, "typst", needed, context), _chapters)
        _step("data", lambda: _data(evidence, work), lambda n: f"{n} tables")
        if ingredients(root) != digest:
            raise BookError("a file of the book changed while it was being built: run make again")
        _publish(work, target, parts)
    finally:
        for folder in ("html", "pdf", "data"):
            shutil.rmtree(work / folder, ignore_errors=True)
    write_stamp(root, parts, f"{digest} {made_from.commit}")
    tqdm.write(f"  done in {time.perf_counter() - began:.0f} s")


def _settle_environment(work: Path, epoch: int) -> None:
    """Make the kernels independent of the clock and of the settings of the person who builds."""
    profile = work / "ipython" / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    # The kernel's notice on its transport would stand in the middle of the progress display.
    (profile / "ipython_kernel_config.py").write_text("get_config().IPKernelApp.log_level = 40\n")
    library = str(Path(__file__).parents[2])  # the chapters must run on the library that builds them
    os.environ.update(SOURCE_DATE_EPOCH=str(epoch), PYTHONHASHSEED="0", TZ="UTC", PYTHONPATH=library,
                      IPYTHONDIR=str(work / "ipython"))


def _step(name: str, work, describe=lambda result: ""):
    began = time.perf_counter()
    result = work()
    tqdm.write(f"  {name:<9} {describe(result):<60} {time.perf_counter() - began:5.1f} s")
    return result


def _data(evidence: Evidence, work: Path) -> int:
    folder = work / "data"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return len(write_tables(evidence, folder))


def _publish(work: Path, target: Path, parts: list[str]) -> None:
    """Put the finished parts in place; the website carries the print edition and the data it links to."""
    if "html" in parts:
        shutil.copytree(work / "data", work / "html" / "data")
        pdf = work / "pdf" / PDF if "pdf" in parts else target / "pdf" / PDF
        if pdf.exists():
            shutil.copy(pdf, work / "html" / PDF)
    for part in parts:
        with replacing(target / part) as fresh:
            if part == "pdf":
                shutil.copy(work / "pdf" / PDF, fresh)
            else:
                shutil.copytree(work / part, fresh, dirs_exist_ok=True)


def check(root: Path) -> list[Statement]:
    """Run the chapters and return every statement of the book with what it resolves to.

    Raises
    ------
    BookError
        If a chapter cannot be run.
    """
    work = root / "_build" / ".work"
    _settle_environment(work, 0)
    app = _sphinx(root, work, "dummy", execution(root), {"commit": ""})
    shutil.rmtree(work / "dummy", ignore_errors=True)
    return noted(app.env, "statements")


def _chapters(app: Sphinx) -> str:
    statements = noted(app.env, "statements")
    for notice in noted(app.env, "notices"):
        tqdm.write(f"  notice: {notice}")
    return f"{len(app.env.found_docs)} chapters, {len(statements)} statements"


def _sphinx(root: Path, work: Path, builder: str, digest: str, context: dict) -> Sphinx:
    """Run one Sphinx builder over the chapters; both builders share the doctrees of one execution."""
    out = work / ("pdf" if builder == "typst" else builder)
    shutil.rmtree(out, ignore_errors=True)
    config, _ = get_final_config(user_yaml=root / "_config.yml", sourcedir=root,
                                 cli_config={"latex_individualpages": False, "html_context": context})
    edition_line = "Edition of {edition}, commit {commit}. Evidence to {cut_off}." if context["commit"] else ""
    config |= {"typst_edition": edition_line.format(**context), "spacepact_digest": digest}
    warnings = io.StringIO()
    try:
        with patch_docutils(str(root)), docutils_namespace():
            app = Sphinx(root, None, out, work / "doctrees", builder, config, status=None, warning=warnings,
                         warningiserror=True, keep_going=True)
            read = _show_progress(app)
            app.build()
            read.close()
        problems = ANSI.sub("", warnings.getvalue()).strip()
    except ExecutionError as error:
        problems = _explain(root, error)
    except SphinxError as error:
        problems = f"{ANSI.sub('', warnings.getvalue())}{error}".strip()
    if problems:
        # A chapter that was read with a warning must be read again, or the next build would not repeat it.
        shutil.rmtree(work / "doctrees", ignore_errors=True)
        raise BookError(f"{problems}\nEvery warning is an error here: mend it and run make again.")
    return app


def _show_progress(app: Sphinx) -> tqdm:
    bar = tqdm(total=0, unit="chapter", desc="  chapters", disable=None, leave=False)

    def outdated(app, env, names):
        bar.reset(total=len(names))

    def read(app, name, source):
        bar.set_postfix_str(name.removeprefix("chapters/"))
        bar.update()

    app.connect("env-before-read-docs", outdated)
    app.connect("source-read", read)
    return bar


def _explain(root: Path, error: ExecutionError) -> str:
    """Say in which file and line a chapter's cell failed."""
    chapter = Path(str(error))
    report = ANSI.sub("", str(error.__cause__))
    source = re.search(r"-{10,}\n(.*?)\n-{10,}", report, flags=re.S)
    lines = chapter.read_text(encoding="utf-8").split("\n")
    line = 0
    if source:
        first = source[1].split("\n")[0]
        inside = re.search(r"^Cell In\[\d+\], line (\d+)", report, flags=re.M)
        line = next((n for n, text in enumerate(lines, 1) if text == first), 0) + int(inside[1] if inside else 1) - 1
    reason = report.strip().split("\n")[-1]
    return f"{chapter.relative_to(root)}, line {line}: the cell fails with {reason}"
