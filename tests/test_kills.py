"""A report that is killed again and again, in every stage, comes to the bytes of one left alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SCRIPT = """
import random, sys
from pathlib import Path
from measuring.attack_faults import fewer_figures
from measuring.attack_kills import TARGETS, prepare

fewer_figures()
attack = prepare(Path(sys.argv[1]), 60)
for outcome in attack.chain(sorted([*TARGETS, *TARGETS], key=TARGETS.index), random.Random(1)):
    print(outcome.right, outcome.group, outcome.said)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_report_that_is_killed_in_every_stage_comes_to_the_same_bytes(tmp_path):
    pytest.importorskip("measuring.attacking")
    path = os.pathsep.join(map(str, (ROOT, ROOT / "reports")))
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path)],
        env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert [line for line in lines if not line.startswith("True ")] == []
    assert len(lines) >= 12
    assert len({line.split()[1] for line in lines}) >= 8
