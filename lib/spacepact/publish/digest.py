"""What a build is a function of: the bytes that go into it and the commit it is made from."""

from __future__ import annotations

import hashlib
import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

# What every chapter depends on beside its own text; the annotated articles are what the parser is measured on.
NEEDED = ("lib", "seeds", "tests/articles", "tests/gold", "requirements.lock")
INGREDIENTS = (*NEEDED, "chapters", "_config.yml", "_toc.yml")
PDF = "partners-on-paper.pdf"
OUTPUTS = {"html": "html/index.html", "pdf": f"pdf/{PDF}", "data": "data/documents.csv"}


class Edition(NamedTuple):
    """The commit a book is made from; blank and the epoch outside a repository."""

    commit: str
    epoch: int

    @property
    def day(self) -> str:
        return datetime.fromtimestamp(self.epoch, UTC).date().isoformat()


def digest_of(paths: list[Path]) -> str:
    """Return one SHA-256 over the names and bytes of files and of all files below folders."""
    total = hashlib.sha256()
    for path in paths:
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in files:
            if file.exists() and not {"__pycache__", ".ipynb_checkpoints"} & set(file.parts):
                total.update(f"{file.relative_to(path.parent)}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def ingredients(root: Path) -> str:
    """Return the digest of everything the book in `root` is built from."""
    return digest_of([root / name for name in INGREDIENTS])


def execution(root: Path) -> str:
    """Return the digest of what every chapter depends on beside its own text."""
    return digest_of([root / name for name in NEEDED])


def edition(root: Path) -> Edition:
    """Return commit and commit time of the book in `root`; a changed tree is marked with a plus sign."""
    try:
        commit, epoch = _git(root, "log", "-1", "--format=%h %ct").split()
        changed = _git(root, "status", "--porcelain", "--", *INGREDIENTS)
    except (OSError, ValueError, subprocess.CalledProcessError):
        return Edition("", 0)
    return Edition(commit + ("+" if changed else ""), int(epoch))


def read_stamp(root: Path) -> dict[str, str]:
    """Return what each part in ``_build`` was built from; nothing where no readable stamp stands."""
    try:
        return json.loads((root / "_build" / "stamp.json").read_text())
    except (OSError, ValueError):
        return {}


def write_stamp(root: Path, parts: list[str], made_from: str) -> None:
    """Note what the parts in ``_build`` were built from."""
    stamp = read_stamp(root) | dict.fromkeys(parts, made_from)
    (root / "_build" / "stamp.json").write_text(json.dumps(stamp, indent=1) + "\n")


def is_current(root: Path, parts: list[str]) -> bool:
    """Whether the parts in ``_build`` were built from exactly these files and this commit."""
    stamp, wanted = read_stamp(root), f"{ingredients(root)} {edition(root).commit}"
    return all(stamp.get(part) == wanted and (root / "_build" / OUTPUTS[part]).exists() for part in parts)


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True, text=True)
    return done.stdout.strip()
