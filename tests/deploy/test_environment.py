"""The first command of a newcomer says in one sentence what is missing; the real script, in a folder of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

LOCK = "requirements-local.txt"
NOWHERE = "http://127.0.0.1:1/simple"
# A package that no index of this machine has, and a hash that nothing has.
ABSENT = f"parvis-absent==1.0 --hash=sha256:{'0' * 64}\n"
WITHOUT = '#!/bin/sh\ncase $2 in *{module}*) exit 1;; esac\nexec {python} "$@"\n'


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What the script reads, in a folder where nothing is installed; uv is hidden, so that pip answers."""
    folder = tmp_path / "parvis"
    (folder / "deploy").mkdir(parents=True)
    (folder / "bin").mkdir()
    shutil.copy(Path(settings.BASE_DIR) / "deploy" / "environment.sh", folder / "deploy")
    (folder / LOCK).write_text(ABSENT)
    tool(folder, "uv", "#!/bin/sh\nexit 1\n")
    return folder


def tool(clone: Path, name: str, script: str) -> Path:
    path = clone / "bin" / name
    path.write_text(script)
    path.chmod(0o755)
    return path


def run(clone: Path, **environment: str) -> tuple[int, list[str]]:
    """The exit code, and what a person reads on the error stream."""
    base = {"PATH": f"{clone / 'bin'}:{os.environ['PATH']}", "PYTHON": sys.executable, "HOME": str(clone)}
    done = subprocess.run(
        ["sh", "deploy/environment.sh", LOCK], cwd=clone, env=base | environment, capture_output=True, text=True
    )
    return done.returncode, done.stderr.splitlines()


def test_without_a_network(clone: Path) -> None:
    answer = run(clone, PIP_INDEX_URL=NOWHERE, PIP_NO_CACHE_DIR="1")

    assert answer == (1, ["Les paquets n'ont pas pu être téléchargés : le réseau ne répond pas. "
                          "Le détail est dans var/environment.log."])  # fmt: skip


def test_without_the_module_that_makes_environments(clone: Path) -> None:
    python = tool(clone, "python-nu", WITHOUT.format(module="ensurepip", python=sys.executable))

    sentence = f"Il manque à {python} le module venv; sous Debian ou Ubuntu : apt-get install python3-venv."
    assert run(clone, PYTHON=str(python)) == (1, [sentence])


def test_without_a_python_that_suits(clone: Path) -> None:
    python = tool(clone, "python-vieux", '#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.8.1" || exit 1\n')

    sentence = "Parvis demande Python 3.11, 3.12 ou 3.13, et cette machine a Python 3.8.1."
    assert run(clone, PYTHON=str(python)) == (1, [sentence])


def test_in_a_folder_that_cannot_be_written_to(clone: Path) -> None:
    (clone / "var").write_text("Un fichier où devrait être un dossier : personne n'y écrit, pas même root.")

    code, [sentence] = run(clone)

    assert code == 1
    assert sentence.startswith("Parvis garde tout dans ce dossier et ne peut pas y écrire (var)")
