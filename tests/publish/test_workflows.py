"""What runs on GitHub: pinned, with few rights, and the same commands as at home."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".github" / "workflows"
NAMES = ("book.yml", "links.yml")
BY_HASH = re.compile(r"[\w./-]+@[0-9a-f]{40} # v\d+(\.\d+){2}")
BY_TAG_WITH_A_NOTE = re.compile(r"[\w./-]+@v\d+(\.\d+){2} # not by hash: \S.*")
USES = re.compile(r"^\s*(?:- )?uses: (.+)$", flags=re.M)


def text_of(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def jobs_of(name: str) -> dict[str, dict]:
    return yaml.safe_load(text_of(name))["jobs"]


def steps_of(name: str) -> list[dict]:
    return [step for job in jobs_of(name).values() for step in job["steps"]]


def test_these_are_all_the_workflows():
    assert {path.name for path in FOLDER.iterdir()} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_action_is_pinned_by_hash_and_names_its_version(name):
    uses = USES.findall(text_of(name))
    assert len(uses) == sum("uses" in step for step in steps_of(name)) > 0
    for action in uses:
        assert BY_HASH.fullmatch(action) or BY_TAG_WITH_A_NOTE.fullmatch(action), action


def test_an_action_has_one_version_everywhere():
    pins = {tuple(action.split("@", 1)) for name in NAMES for action in USES.findall(text_of(name))}
    assert len({action for action, _ in pins}) == len(pins)


@pytest.mark.parametrize("name", NAMES)
def test_a_workflow_starts_with_no_right_to_write(name):
    permissions = yaml.safe_load(text_of(name))["permissions"]
    assert isinstance(permissions, dict) and set(permissions.values()) <= {"read"}


@pytest.mark.parametrize("name", NAMES)
def test_every_job_has_a_timeout_and_says_what_it_may(name):
    for job in jobs_of(name).values():
        assert 0 < job["timeout-minutes"] <= 60
        assert isinstance(job["permissions"], dict)


def test_only_the_publish_job_may_write():
    writing = {
        (name, job): {right for right, level in rights["permissions"].items() if level != "read"}
        for name in NAMES for job, rights in jobs_of(name).items()
    }
    assert {place: rights for place, rights in writing.items() if rights} == {
        ("book.yml", "publish"): {"pages", "id-token"},
    }


def test_only_a_tested_main_is_published():
    publish = jobs_of("book.yml")["publish"]
    assert publish["needs"] == "test"
    assert "github.ref == 'refs/heads/main'" in publish["if"]
    assert "github.event_name != 'pull_request'" in publish["if"]
    assert publish["environment"]["name"] == "github-pages"
    assert publish["concurrency"] == {"group": "pages", "cancel-in-progress": False}
    assert not any("run" in step for step in publish["steps"])


@pytest.mark.parametrize("name", NAMES)
def test_a_checkout_leaves_no_credentials_behind(name):
    checkouts = [step for step in steps_of(name) if step.get("uses", "").startswith("actions/checkout@")]
    assert checkouts
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


@pytest.mark.parametrize("name", NAMES)
def test_no_expression_is_pasted_into_a_script(name):
    assert not [step["run"] for step in steps_of(name) if "${{" in step.get("run", "")]


def test_github_runs_the_command_that_runs_at_home():
    assert "bash .ci/run" in [step.get("run") for step in jobs_of("book.yml")["test"]["steps"]]


def test_dependabot_watches_the_actions_and_the_packages():
    updates = yaml.safe_load((ROOT / ".github" / "dependabot.yml").read_text(encoding="utf-8"))["updates"]
    assert {update["package-ecosystem"] for update in updates} == {"github-actions", "pip"}
    assert all(update["cooldown"]["default-days"] > 0 and update["groups"] for update in updates)


@pytest.fixture
def run_in_a_clone(tmp_path):
    """Run ``.ci/run`` of a clone whose make only notes what it was asked for, from another folder."""
    clone, tools = tmp_path / "clone", tmp_path / "tools"
    (clone / ".ci").mkdir(parents=True)
    tools.mkdir()
    shutil.copy(ROOT / ".ci" / "run", clone / ".ci")
    make = tools / "make"
    make.write_text('#!/bin/sh\ncat >/dev/null\necho "$(pwd -P) $*" >>"$NOTES"\n[ "$*" != "$FAILING" ]\n')
    make.chmod(0o755)

    def run(failing: str = "") -> tuple[int, list[str]]:
        notes = tmp_path / "notes"
        path = f"{tools}{os.pathsep}{os.environ['PATH']}"
        environment = {"PATH": path, "NOTES": str(notes), "FAILING": failing}
        # A pipe that stays open and empty: whatever reads what it is given would wait for ever.
        waiting, silent = os.pipe()
        try:
            command = ["bash", "clone/.ci/run"]
            done = subprocess.run(command, cwd=tmp_path, env=environment, stdin=waiting, timeout=20)
        finally:
            os.close(waiting)
            os.close(silent)
        asked = notes.read_text().splitlines()
        return done.returncode, [line.removeprefix(f"{clone.resolve()} ") for line in asked]

    return run


def test_the_command_tests_before_it_builds(run_in_a_clone):
    assert run_in_a_clone() == (0, ["test", "book"])


def test_the_command_fails_with_its_tests_and_builds_nothing(run_in_a_clone):
    code, asked = run_in_a_clone(failing="test")
    assert code != 0 and asked == ["test"]


def test_the_command_fails_with_the_book(run_in_a_clone):
    code, asked = run_in_a_clone(failing="book")
    assert code != 0 and asked == ["test", "book"]


def test_the_command_may_be_run_as_it_is():
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
