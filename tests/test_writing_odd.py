"""What files and locks meet once in a while: another run that is quicker, and other systems."""

import errno
import importlib.util
import os
import shutil
import signal
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from test_folder import marked, state, write

from topics.errors import TopicsError
from topics.writing import locks, staging, stop
from topics.writing.folder import check_output
from topics.writing.locks import LOCK_FILE, lock_folder
from topics.writing.replace import _SAID
from topics.writing.staging import make_folders, make_staging
from topics.writing.stop import uninterrupted, what_stands
from topics.writing.together import output_files
from topics.writing.values import load_values, save_values


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda handle: None)  # no test takes the power away


# --- locks


@pytest.fixture
def windows(monkeypatch, tmp_path):
    """The module of locks as Windows has it: files are locked, and an open one stays."""
    del tmp_path  # made before: pytest itself is not to take this for Windows
    held = {}

    def locking(handle, mode, n_bytes):
        assert (mode, n_bytes) == (2, 1)
        known = os.fstat(handle).st_ino
        if known in held:
            raise PermissionError(errno.EACCES, "Permission denied")
        held[known] = handle

    def close(handle):
        for known in [known for known, holder in held.items() if holder == handle]:
            del held[known]
        closed(handle)

    def unlink(path, missing_ok=False):
        if path.lstat().st_ino in held:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        unlinked(path, missing_ok=missing_ok)

    closed, unlinked = os.close, Path.unlink
    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(locking=locking, LK_NBLCK=2))
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(os, "close", close)
    monkeypatch.setattr(Path, "unlink", unlink)
    spec = importlib.util.spec_from_file_location("locks_of_windows", locks.__file__)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_on_windows_a_file_is_locked_and_removed_by_who_gives_it_back(windows, tmp_path):
    release = windows.lock_folder(tmp_path)
    assert state(tmp_path) == {LOCK_FILE: ""}
    assert windows.lock_folder(tmp_path) is None
    release()
    assert state(tmp_path) == {}
    windows.lock_folder(tmp_path)()


def test_on_windows_a_lock_that_another_takes_up_at_once_stays(windows, tmp_path, monkeypatch):
    release = windows.lock_folder(tmp_path)
    let_go, taken = os.close, []

    def close_and_lose(handle):
        let_go(handle)
        monkeypatch.setattr(os, "close", let_go)
        taken.append(windows.lock_folder(tmp_path))

    monkeypatch.setattr(os, "close", close_and_lose)
    release()
    assert windows.lock_folder(tmp_path) is None
    taken[0]()
    assert state(tmp_path) == {}


def test_the_lock_of_a_folder_that_was_made_anew_is_no_lock(tmp_path, monkeypatch):
    path = tmp_path / "x"
    path.mkdir()
    (tmp_path / "another").mkdir()
    opened, handles = os.open, []

    def open_and_swap(target, *arguments, **options):
        handles.append(opened(target, *arguments, **options))
        path.rmdir()
        (tmp_path / "another").rename(path)
        return handles[-1]

    monkeypatch.setattr(os, "open", open_and_swap)
    with pytest.raises(FileNotFoundError) as error:
        lock_folder(path)
    assert error.value.filename == str(path)
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(handles[0])
    monkeypatch.undo()
    lock_folder(path)()  # nobody holds it


# --- folders that other runs make and remove


def test_a_staging_that_another_run_holds_is_not_used(tmp_path, monkeypatch):
    answers = iter([None])
    asked = []

    def lock(path):
        asked.append(path)
        return next(answers, lock_folder(path))

    monkeypatch.setattr(staging, "lock_folder", lock)
    made = make_staging(tmp_path)
    assert len(asked) == 2
    assert made.path == asked[1] != asked[0]
    made.remove()
    assert state(tmp_path) == {asked[0].name: None}  # left to who holds it


def test_a_folder_that_another_run_makes_first_is_not_ours_to_remove(tmp_path, monkeypatch):
    mkdir = Path.mkdir

    def be_late(path, *arguments, **options):
        if path.name == "theirs":
            mkdir(path)
        mkdir(path, *arguments, **options)

    monkeypatch.setattr(Path, "mkdir", be_late)
    assert make_folders(tmp_path / "theirs" / "ours") == [tmp_path / "theirs" / "ours"]
    shutil.rmtree(tmp_path / "theirs")
    with pytest.raises(KeyError), output_files(tmp_path / "theirs" / "ours" / "a.csv"):
        raise KeyError
    assert state(tmp_path) == {"theirs": None}


def test_a_drive_that_is_not_there_is_one_line(monkeypatch):
    """On Windows the outermost folder, that of a drive, may be missing too."""
    folder = Path("/away/from/here")

    def no_drive(path, *arguments, **options):
        raise FileNotFoundError(errno.ENOENT, "No such file or directory", str(path))

    monkeypatch.setattr(Path, "is_dir", lambda path: False)
    monkeypatch.setattr(Path, "mkdir", no_drive)
    with pytest.raises(FileNotFoundError) as error:
        make_folders(folder)
    assert error.value.filename == "/"
    told = r"^cannot write /away/from/here/a\.csv: No such file or directory\. What was there is"
    with pytest.raises(TopicsError, match=told), output_files(folder / "a.csv"):
        pass


def lose(monkeypatch, times):
    """Let a failing run take the folder away before it is locked, so often."""
    calls = []

    def lock(path):
        calls.append(path)
        if len(calls) <= times:
            path.rmdir()
        return lock_folder(path)

    monkeypatch.setattr("topics.writing.folder.lock_folder", lock)
    return calls


def test_a_folder_that_is_taken_away_is_made_again(tmp_path, monkeypatch):
    calls = lose(monkeypatch, 2)
    write(tmp_path / "x", {"a.csv": "a"})
    assert len(calls) == 3
    assert (tmp_path / "x" / "a.csv").read_text() == "a"


def test_a_folder_that_is_taken_away_again_and_again_is_one_line(tmp_path, monkeypatch):
    lose(monkeypatch, 3)
    with pytest.raises(TopicsError, match=r"^cannot write into .*x: No such file or directory; ch"):
        check_output(tmp_path / "x", kind="report")
    assert state(tmp_path) == {}


def test_links_and_files_that_are_named_like_leftovers_stay(tmp_path):
    (tmp_path / "out").mkdir()
    left = marked(tmp_path / "away")
    (tmp_path / "out" / ".country-topics-link").symlink_to(left)
    (tmp_path / "out" / ".country-topics-file").write_text("mine")
    before = state(tmp_path)
    write_all([tmp_path / "out" / "a.csv"])
    assert state(tmp_path) == before | {"out/a.csv": "replaced"}


# --- a replacement that fails half-way


def test_what_has_begun_to_take_its_place_is_finished_later(tmp_path, monkeypatch, capsys):
    with monkeypatch.context() as patch:
        patch.setattr("topics.writing.folder.go_on", lambda *given, **options: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            write(tmp_path / "x", {"a.csv": "a"})
    assert not (tmp_path / "x" / "a.csv").exists()
    (begun,) = (tmp_path / "x").glob(".country-topics-*")
    assert (begun / "new" / "a.csv").read_text() == "a"
    check_output(tmp_path / "x", kind="report")
    assert sorted(state(tmp_path / "x")) == ["a.csv", "manifest.json"]
    told = f"note: {tmp_path / 'x'}: finished a replacement that was interrupted\n"
    assert capsys.readouterr().err == told


def test_an_empty_folder_in_the_way_goes_and_a_second_copy_has_a_number(tmp_path, capsys):
    folder = tmp_path / "x"
    write(folder, {"a.csv": "first"})
    for text in ("mine", "mine too"):
        (folder / "a.csv").write_text(text)
        write(folder, {"a.csv": "next"})
    assert (folder / "a.kept.csv").read_text() == "mine"
    assert (folder / "a.kept-2.csv").read_text() == "mine too"
    capsys.readouterr()
    (folder / "b.csv").mkdir()
    write(folder, {"a.csv": "next", "b.csv": "b"})
    assert (folder / "b.csv").read_text() == "b"
    assert capsys.readouterr().err == ""


def test_of_many_files_of_others_some_are_named_and_the_rest_counted(tmp_path, capsys):
    folder = tmp_path / "x"
    write(folder, {"a.csv": "a"})
    for number in range(_SAID + 3):
        (folder / f"mine-{number:03}.csv").write_text("mine")
    capsys.readouterr()
    write(folder, {"a.csv": "a"})
    told = capsys.readouterr().err.splitlines()
    assert told[0] == "kept: mine-000.csv (not a file of the last run)"
    assert told[_SAID:] == ["kept: 3 more files that are not of the last run"]


# --- files that belong together


def write_all(targets):
    with output_files(*targets) as drafts:
        for draft in drafts.values():
            draft.write_text("replaced")


def test_outputs_that_cannot_be_are_refused(tmp_path):
    (tmp_path / "link.csv").symlink_to("nowhere.csv")
    (tmp_path / "a.csv").write_text("a")
    before = state(tmp_path)
    for names, told in [
        (["link.csv"], r"link\.csv is a link that leads nowhere\. Name another file\."),
        (["."], r" is a folder\. Name a file to write\."),
        (["a.csv", "b/../a.csv"], r"a\.csv is named twice\. Name a file for each output\."),
    ]:
        with pytest.raises(TopicsError, match=told), output_files(*(tmp_path / n for n in names)):
            pass
    told = r"a\.csv is to be read\. Name another file to write\."
    with pytest.raises(TopicsError, match=told), output_files(tmp_path / "a.csv", read=[tmp_path]):
        pass
    assert state(tmp_path) == before


def test_when_one_file_cannot_be_replaced_those_before_come_back(tmp_path, monkeypatch):
    names = ["old.csv", "new.csv", "last.csv"]
    (tmp_path / "old.csv").write_text("old")
    replaced = Path.replace

    def fail(self, target):
        if Path(target).name == "last.csv":
            raise PermissionError(errno.EPERM, "Operation not permitted", str(target))
        return replaced(self, target)

    monkeypatch.setattr(Path, "replace", fail)
    told = r"last\.csv: Operation not permitted\. What was there is as it was\."
    with pytest.raises(TopicsError, match=told):
        write_all(tmp_path / name for name in names)
    assert state(tmp_path) == {"old.csv": "old"}


# --- stops


def test_what_a_stopped_command_has_left(monkeypatch):
    halt = KeyboardInterrupt()
    monkeypatch.setattr(stop, "finished", [])
    assert what_stands(halt) == "nothing was written"
    stop.finished.extend(["a.csv", "b.csv"])
    assert what_stands(halt) == "written whole before: a.csv, b.csv"
    halt.add_note("3 fits stand")
    assert what_stands(halt) == "3 fits stand"


def test_an_interrupt_comes_when_the_files_are_in_place(tmp_path):
    def write_and_stop():
        with uninterrupted():
            signal.raise_signal(signal.SIGINT)
            (tmp_path / "a").write_text("whole")

    with pytest.raises(KeyboardInterrupt):
        write_and_stop()
    assert (tmp_path / "a").read_text() == "whole"


def test_signals_are_left_alone_outside_the_main_thread():
    handlers = []

    def look():
        with uninterrupted():
            handlers.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert handlers == [signal.getsignal(signal.SIGINT)]


# --- values


def test_missing_values_and_moments_come_back_as_the_ones_that_they_were(tmp_path):
    moment = pd.Timestamp("2024-01-02 03:04:05").as_unit("ms")
    save_values({"value": [pd.NA, pd.NaT, moment]}, tmp_path / "v.npz")
    first, second, third = load_values(tmp_path / "v.npz")["value"]
    assert first is pd.NA
    assert second is pd.NaT
    assert (third, third.unit, type(third)) == (moment, "ms", pd.Timestamp)
