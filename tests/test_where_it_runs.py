"""Without a home, on a read-only installation, with little memory, on systems that lack calls."""

import importlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from topics import _machine
from topics.cli import main

ROOT = Path(__file__).parents[1]
NOBODY = 65534
FIT = """
import pandas as pd
from topics import LDAConfig, count_words, fit_lda
texts = {f"d{i}": ["oil", "gas"] * 9 if i % 2 else ["war", "army"] * 9 for i in range(20)}
model = fit_lda(count_words(pd.Series(texts)), LDAConfig(n_topics=2, restarts=1))
print(len(model.words))
"""


def _raise(error):
    raise error


@pytest.fixture
def nowhere(monkeypatch, tmp_path):
    """A machine on which numba finds no place, and whose temporary files are in tmp_path."""
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setattr(_machine, "writable", lambda folder: False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    config = sys.modules["numba"].config if "numba" in sys.modules else None
    before = None if config is None else config.CACHE_DIR
    yield tmp_path
    os.environ.pop("NUMBA_CACHE_DIR", None)
    if config is not None:
        config.CACHE_DIR = before


def test_kernels_are_kept_in_a_private_folder_where_there_is_no_other(nowhere):
    import numba

    _machine.keep_kernels_somewhere()
    folder = Path(os.environ["NUMBA_CACHE_DIR"])
    assert folder.parent == nowhere
    assert folder.stat().st_mode & 0o777 == 0o700
    assert str(folder) == numba.config.CACHE_DIR
    _machine.keep_kernels_somewhere()
    assert [folder] == list(nowhere.iterdir())  # the same for the next run


def test_a_folder_that_others_can_write_to_is_not_used(nowhere):
    taken = _machine.private_folder()
    taken.chmod(0o777)
    other = _machine.private_folder()
    assert other != taken
    assert other.stat().st_mode & 0o777 == 0o700
    taken.rmdir()
    elsewhere = nowhere / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    taken.symlink_to(elsewhere)
    assert _machine.private_folder() not in (taken, elsewhere)


def test_a_place_that_the_user_chose_or_numba_finds_is_left_alone(monkeypatch, tmp_path):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(_machine, "writable", lambda folder: False)
    _machine.keep_kernels_somewhere()
    assert os.environ["NUMBA_CACHE_DIR"] == str(tmp_path)
    monkeypatch.delenv("NUMBA_CACHE_DIR")
    monkeypatch.setattr(_machine, "writable", lambda folder: folder.name == "numba")
    _machine.keep_kernels_somewhere()
    assert "NUMBA_CACHE_DIR" not in os.environ


def test_a_user_without_a_home_is_no_error(monkeypatch, nowhere):
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)

    def homeless():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", homeless)
    _machine.keep_kernels_somewhere()
    assert os.environ["NUMBA_CACHE_DIR"]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0 or shutil.which("setpriv") is None,
    reason="needs root, which can become a user without rights",
)
def test_a_read_only_installation_without_a_home_fits_a_model(tmp_path):
    package = tmp_path / "installed"
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "topics", package / "topics", ignore=ignore)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    temporary.chmod(0o777)
    for parent in (tmp_path, *list(tmp_path.parents)[:3]):
        parent.chmod(parent.stat().st_mode | 0o055)
    user = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    environment = {
        "PATH": os.environ["PATH"], "PYTHONPATH": str(package), "HOME": "/nowhere",
        "TMPDIR": str(temporary),
    }  # fmt: skip
    able = subprocess.run([*user, sys.executable, "-c", "import numba"], env=environment)
    if able.returncode:
        pytest.skip("a user without rights may not read this Python")
    done = subprocess.run(
        [*user, sys.executable, "-c", FIT], env=environment, cwd=temporary, capture_output=True,
        text=True,
    )  # fmt: skip
    assert done.stdout == "4\n", done.stderr
    assert "rror" not in done.stderr
    (kept,) = temporary.glob("country-topics-kernels-*")
    assert any(kept.rglob("*.nbi"))


@pytest.mark.parametrize(("limit", "pool"), [("unlimited", ""), (str(3 << 20), "system")])
def test_a_process_with_little_room_reserves_none(limit, pool):
    ask = "import os, topics; print(os.environ.get('ARROW_DEFAULT_MEMORY_POOL', ''))"
    script = f"ulimit -v {limit} && exec {sys.executable} -c {shlex.quote(ask)}"
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    if os.name != "posix":
        pytest.skip("no limits here")
    said = subprocess.run(
        ["sh", "-c", script], env=environment, capture_output=True, text=True, check=True
    ).stdout
    assert said.strip() == pool


def test_a_system_without_limits_is_no_error(monkeypatch):
    monkeypatch.setitem(sys.modules, "resource", None)
    _machine.reserve_no_more_than_needed()


def test_a_system_without_locks_has_one_writer(monkeypatch, tmp_path):
    from topics.writing import locks

    monkeypatch.setitem(sys.modules, "fcntl", None)
    try:
        importlib.reload(locks)
        assert locks.fcntl is None
        release = locks.lock_folder(tmp_path)
        release()
        assert list(tmp_path.iterdir()) == []
    finally:
        monkeypatch.undo()
        importlib.reload(locks)
    assert locks.fcntl is not None


@pytest.mark.parametrize("missing", ["SIGHUP", "SIGTERM"])
def test_a_system_without_a_signal_stops_by_the_others(monkeypatch, missing):
    from topics.writing import stop

    monkeypatch.delattr(signal, missing)
    source = importlib.util.find_spec("topics.writing.stop")
    fresh = importlib.util.module_from_spec(source)
    source.loader.exec_module(fresh)
    assert len(fresh._SIGNALS) == len(stop._SIGNALS) - 1
    with fresh.terminations(), fresh.uninterrupted():
        pass


def test_processors_are_counted_where_a_process_cannot_be_bound(monkeypatch):
    from topics.lda import _documents

    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    assert _documents.usable_cores() == (os.cpu_count() or 1)
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert _documents.usable_cores() == 1


@pytest.mark.parametrize(
    ("name", "value", "read_by"),
    [
        ("NUMBA_NUM_THREADS", "none", "numba"),
        ("NUMBA_NUM_THREADS", "0", "numba"),
        ("SOURCE_DATE_EPOCH", "now", "numpy"),
        ("SOURCE_DATE_EPOCH", "", "numpy"),
        ("SOURCE_DATE_EPOCH", "9" * 5000, "numpy"),
        ("OMP_NUM_THREADS", "4,2", "json"),
    ],
)
def test_a_variable_that_a_library_would_fail_on_is_named(
    monkeypatch, capsys, tmp_path, name, value, read_by
):
    monkeypatch.setitem(_machine._NUMBERS, name, (read_by, _machine._NUMBERS[name][1]))
    monkeypatch.setenv(name, value)
    assert main(["clean", str(tmp_path / "a.txt"), "--out", str(tmp_path / "out")]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"topics: the environment variable {name} is '")
    assert said.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_a_variable_is_named_before_the_values_of_options_are_looked_at(tmp_path):
    process = subprocess.run(
        [sys.executable, "-m", "topics", "report", "a.csv", "--compare", "KAZ-UZB"],
        env=os.environ | {"NUMBA_NUM_THREADS": "none", "OMP_NUM_THREADS": "none"},
        capture_output=True, text=True, cwd=tmp_path, check=False,
    )  # fmt: skip
    assert process.returncode == 2
    assert process.stderr.startswith("topics: the environment variable NUMBA_NUM_THREADS is 'none'")
    assert process.stderr.count("\n") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device without an end")
def test_settings_of_matplotlib_that_have_no_end_are_named(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("MATPLOTLIBRC", "/dev/full")
    assert main(["clean", str(tmp_path / "a.txt"), "--out", str(tmp_path / "out")]) == 2
    said = capsys.readouterr().err
    assert said.startswith("topics: the environment variable MATPLOTLIBRC is '/dev/full'")
    assert said.count("\n") == 1
    for harmless in ("/nowhere", str(tmp_path), "x" * 5000):
        monkeypatch.setenv("MATPLOTLIBRC", harmless)
        _machine.check_environment()


def test_a_variable_of_a_library_that_is_not_there_may_say_what_it_will(monkeypatch):
    monkeypatch.setitem(_machine._NUMBERS, "OMP_NUM_THREADS", ("no_such_library", 1))
    monkeypatch.setenv("OMP_NUM_THREADS", "4,2")
    monkeypatch.setenv("NUMBA_NUM_THREADS", "3")
    _machine.check_environment()


def test_a_command_of_its_own_opens_no_window_and_one_that_is_called_leaves_all_alone(monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "nonsense")
    assert main(["status", "nowhere"]) == 2
    assert os.environ["MPLBACKEND"] == "nonsense"
    monkeypatch.setattr(sys, "argv", ["topics", "status", "nowhere"])
    assert main() == 2
    assert os.environ["MPLBACKEND"] == "agg"


def test_a_machine_that_starts_no_more_threads_is_one_line(monkeypatch, capsys):
    from topics.cli import status

    for said in ("can't start new thread", "something else"):
        monkeypatch.setattr(status, "run", lambda _, said=said: _raise(RuntimeError(said)))
        if said == "something else":  # a fault of ours: it is not to be hidden
            with pytest.raises(RuntimeError, match=said):
                main(["status", "nowhere"])
        else:
            assert main(["status", "nowhere"]) == 2
            assert capsys.readouterr().err.startswith("topics: no more threads")


@pytest.mark.skipif(not hasattr(signal, "SIGXCPU"), reason="needs a limit on time")
def test_a_process_whose_seconds_are_spent_tidies_up():
    from topics.writing.stop import Terminated, terminations

    with pytest.raises(Terminated) as stop, terminations():
        signal.raise_signal(signal.SIGXCPU)
    assert stop.value.number == signal.SIGXCPU
