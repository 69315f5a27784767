"""What is written is true: every code block runs, the reference is the program's own, the exit codes are the tree's."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from ministudio_cli.errors import exit_codes
from ministudio_cli.media.pcm import write_wav
from ministudio_cli.screenplay.loader import parse
from ministudio_cli.screenplay.read import faults_of, read

from .conftest import ministudio
from .reference import reference
from .test_listening import RATE, steady, struck

ROOT = Path(__file__).resolve().parents[1]
PAGES = ["README.md", "CONTRIBUTING.md", *(f"docs/{name}.md" for name in ("tutorial", "how-to"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(page: str, kind: str) -> list[str]:
    return [text for found, text in BLOCK.findall((ROOT / page).read_text("utf-8")) if found == kind]


def commands(page: str) -> list[str]:
    lines = [line for block in blocks(page, "sh") for line in block.splitlines()]
    return [line.split("  #")[0].strip() for line in lines if line.strip()]


@pytest.mark.parametrize("page", [*PAGES[:-1], pytest.param(PAGES[-1], marks=pytest.mark.long)])
def test_every_command_of_the_page_runs_in_its_order(page: str, tmp_path: Path) -> None:
    """Films are rendered at 360 lines and hummed here; what make would do is asked of make, not done."""
    assert commands(page)
    times, accents = steady(100, 8)
    write_wav(tmp_path / "theme.wav", struck(times, 8, accents=accents), RATE)
    for command in commands(page):
        words = shlex.split(command, comments=True)
        if words[0] == "make":
            done = subprocess.run(
                [shutil.which("make") or "make", "-n", *words[1:]],
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr
        elif words[:2] == ["pip", "install"]:
            project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
            name, extra = re.fullmatch(r"([\w-]+)\[(\w+)\]", words[2]).groups()  # type: ignore[union-attr]
            assert name == project["name"]
            assert extra in project["optional-dependencies"]
        else:
            assert words[0] == "ministudio"
            if "--install-voices" in words:
                continue  # it needs npm and a network
            arguments = words[1 : words.index(">")] if ">" in words else words[1:]
            done = ministudio(*arguments, cwd=tmp_path)
            assert done.returncode == 0, f"{command}\n{done.stderr}"
            for path in tmp_path.glob("*.yaml"):
                text = path.read_text("utf-8").replace("resolution: 1080p", "resolution: 360p")
                path.write_text(text if "\nrender:" in text else text + "\nrender: {voice: hum}\n", "utf-8")


def test_the_ten_line_provider_conforms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    scope: dict[str, type] = {}
    for block in blocks("docs/providers.md", "python"):
        exec(block, scope)  # noqa: S102 - our own page


@pytest.mark.parametrize("page", [*PAGES, "docs/google.md", "docs/steady.md"])
def test_every_screenplay_of_the_page_is_valid(page: str) -> None:
    for text in blocks(page, "yaml"):
        source = parse(text, page)
        assert faults_of(source) == ()


def test_the_ten_line_screenplay_has_ten_lines() -> None:
    assert len(blocks("README.md", "yaml")[0].splitlines()) == 10


def test_the_example_provider_keeps_the_contract(tmp_path: Path) -> None:
    from ministudio_cli.providers.spec import ProviderSpec, Settings

    from .test_sound import a_context, a_line

    scope: dict[str, type] = {}
    exec(blocks("docs/how-to.md", "python")[0], scope)  # noqa: S102 - our own page
    take = scope["BeepVoice"](Settings()).line(a_line("One two."), a_context(tmp_path))
    assert take.facts["samples"] > 0
    assert isinstance(scope["PROVIDERS"], ProviderSpec)
    assert tomllib.loads(blocks("docs/how-to.md", "toml")[0])["project"]["entry-points"]["ministudio.providers"]


@pytest.mark.parametrize("page", ["README.md", "docs/reference.md"])
def test_the_exit_codes_are_those_of_the_program(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    for code, meaning in exit_codes().items():
        assert f"| {code} | {meaning} |" in text


def test_the_reference_is_what_the_program_says() -> None:
    assert (ROOT / "docs" / "reference.md").read_text("utf-8") == reference(), "run: make docs"


@pytest.mark.parametrize("path", sorted((ROOT / "screenplays").glob("*.yaml")), ids=lambda path: path.stem)
def test_every_production_is_valid(path: Path) -> None:
    film = read(path)
    assert path.read_text("utf-8").startswith("# yaml-language-server: $schema=../schemas/screenplay.schema.json")
    assert film.shots


def test_the_lock_of_requirements_names_no_host() -> None:
    text = (ROOT / "requirements.lock").read_text("utf-8")
    assert "://" not in text
    pinned = re.findall(r"^([\w.-]+)==\S+", text, re.MULTILINE)
    assert text.count("--hash=sha256:") >= len(pinned) > 50
    assert "uv" in pinned, "make setup takes it from here, and installs the rest with it"


def test_links_between_the_pages_lead_somewhere() -> None:
    for page in ["README.md", *(str(path.relative_to(ROOT)) for path in (ROOT / "docs").glob("*.md"))]:
        for target in re.findall(r"\]\(([^)#:]+)\)", (ROOT / page).read_text("utf-8")):
            assert (ROOT / page).parent.joinpath(target).exists(), f"{page}: {target}"


def test_the_workflow_runs_what_ci_runs() -> None:
    told = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8"))
    assert any(step.get("run") == "bash .ci/run" for step in told["jobs"]["ci"]["steps"])
