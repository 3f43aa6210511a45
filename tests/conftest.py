"""What all tests share: the book's folder, its evidence, and the book as built."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def evidence():
    from spacepact.read import load

    return load(ROOT / "seeds")


def run_spacepact(*arguments: str, folder: Path = ROOT, **environment: str) -> subprocess.CompletedProcess:
    """Run the command line in `folder` with the library of that folder, if it has one."""
    library = folder / "lib" if (folder / "lib").is_dir() else ROOT / "lib"
    return subprocess.run(
        [sys.executable, "-m", "spacepact.publish.cli", *arguments],
        cwd=folder, capture_output=True, text=True, stdin=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": str(library)} | environment,
    )


@pytest.fixture(scope="session")
def spacepact():
    return run_spacepact


@pytest.fixture(scope="session")
def book() -> Path:
    """The folder ``_build`` of a finished book; built first if something has changed."""
    done = run_spacepact("build")
    assert done.returncode == 0, done.stderr
    return ROOT / "_build"


CHAPTER = """\
---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {display_name: Python 3, language: python, name: python3}
---
# A small book

```{code-cell} python
from spacepact.read import load
count = len(load().documents)
```

There are {eval}`count` articles.
"""


@pytest.fixture
def small_book(tmp_path: Path) -> Path:
    """A book of one chapter over the real evidence and the real library, free to be broken."""
    folder = tmp_path / "book"
    folder.mkdir()
    for name in ("lib", "seeds"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "requirements.lock", folder)
    settings = (ROOT / "_config.yml").read_text(encoding="utf-8").splitlines(keepends=True)
    # The cover shows a figure that the small book does not have.
    (folder / "_config.yml").write_text("".join(line for line in settings if "typst_cover" not in line), encoding="utf-8")
    (folder / "chapters").mkdir()
    (folder / "chapters" / "index.md").write_text(CHAPTER, encoding="utf-8")
    shutil.copy(ROOT / "chapters" / "references.bib", folder / "chapters")
    (folder / "_toc.yml").write_text("format: jb-book\nroot: chapters/index\n", encoding="utf-8")
    return folder
