"""What holds for the repository as a whole."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from importlinter.application.use_cases import lint_imports
from importlinter.configuration import configure

ROOT = Path(__file__).parents[1]


def test_layers_hold_and_imports_make_no_circle(monkeypatch):
    monkeypatch.chdir(ROOT)
    configure()
    assert lint_imports(cache_dir=None) is True


def lines_of_code(source: str) -> int:
    """Count the lines that are neither blank, comment nor docstring."""
    tree = ast.parse(source)
    said = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            said |= set(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    lines = enumerate(source.splitlines(), 1)
    return sum(1 for number, line in lines if number not in said and line.strip() and not line.strip().startswith("#"))


def test_the_library_stays_small():
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "lib").rglob("*.py")]
    assert sum(map(lines_of_code, sources)) < 6075
    assert max(len(source.splitlines()) for source in sources) <= 400


def test_the_library_is_not_ignored_by_git():
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert not {"lib", "lib/", "/lib", "/lib/", "*lib*"} & set(ignored)


def test_every_locked_package_has_a_hash_and_no_foreign_index():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", lock.split("\n", 2)[2])
    assert len(entries) > 100
    assert all("--hash=sha256:" in entry and "==" in entry for entry in entries if entry.strip())
    assert "index-url" not in lock and "file:" not in lock


def test_every_change_of_the_configuration_says_why_or_is_plain():
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    assert config["execute"]["raise_on_error"] is True
    assert config["execute"]["execute_notebooks"] == "inline"


class TestReadme:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    def test_it_is_short(self):
        assert len(self.readme.splitlines()) <= 80

    def test_every_make_target_it_names_exists(self):
        targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.M))
        named = set(re.findall(r"\bmake ([a-z]+)\b", " ".join(re.findall(r"`[^`]+`|^\$.*$", self.readme, flags=re.M))))
        assert {"book", "test"} <= named <= targets

    def test_every_spacepact_command_it_names_exists(self):
        for command in set(re.findall(r"spacepact ([a-z]+)", self.readme)):
            done = subprocess.run([sys.executable, "-m", "spacepact.publish.cli", command, "--help"], capture_output=True)
            assert done.returncode == 0, command

    @pytest.mark.parametrize("link", re.findall(r"\]\((?!https?:)([^)#]+)\)", readme))
    def test_every_file_it_links_exists(self, link):
        assert (ROOT / link).exists()


def test_make_alone_lists_the_targets():
    listing = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in ("book", "html", "pdf", "test", "lab", "clean"):
        assert re.search(rf"^make {target}\b", listing, flags=re.M)
