"""How long a command line takes before it does anything: processor time of a process of its own."""

import os
import subprocess
import sys

import pytest

IMPORT = "import time, topics; print(time.process_time())"
HELP = """
import contextlib, io, time
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    from topics.cli import main
    main(["--help"])
print(time.process_time())
"""


@pytest.mark.parametrize(("code", "seconds"), [(IMPORT, 0.1), (HELP, 0.2)], ids=["import", "help"])
def test_it_starts_in_a_moment(code, seconds, tmp_path):
    asked = os.environ | {"PYTHONPYCACHEPREFIX": str(tmp_path)}  # what is compiled is kept there
    asked.pop("PYTHONDONTWRITEBYTECODE", None)
    taken = [
        float(subprocess.check_output([sys.executable, "-c", code], env=asked, text=True))
        for _ in range(6)  # the first of which compiles
    ]
    assert min(taken) < seconds, taken
