"""What commands write: whole or not at all, at any instant, and nothing of the user's is lost."""

import errno
import json
import os
import platform
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from topics.errors import TopicsError
from topics.writing.folder import check_output, note_interrupted, output_folder
from topics.writing.locks import lock_folder
from topics.writing.staging import make_staging

ROOT = Path(__file__).parents[1]
OLD = {
    "report.pdf": "old report",
    "figures/heatmap.pdf": "old heatmap",
    "figures/flow.pdf": "the same",
    "tables/shares.csv": "old shares",
    "gone/a.csv": "old a",
    "gone/b.csv": "old b",
}
NEW = {
    "report.pdf": "new report",
    "figures/heatmap.pdf": "new heatmap",
    "figures/flow.pdf": "the same",
    "tables/shares.csv": "new shares",
    "tables/more/words.csv": "new words",
}


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda handle: None)  # no test takes the power away


def write(folder, files, *, kind="report", keep=False):
    with output_folder(folder, kind=kind) as draft:
        if keep:
            draft.keep("stages")
        for name, text in files.items():
            path = draft.path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        draft.facts["counts"] = {"files": len(files)}


def state(folder):
    """All that is in a folder: contents of files, targets of links, and None for folders."""
    return {
        path.relative_to(folder).as_posix(): str(path.readlink())
        if path.is_symlink()
        else path.read_bytes().decode("latin-1")
        if path.is_file()
        else None
        for path in sorted(folder.rglob("*"))
    }


def files(folder):
    return {name: text for name, text in state(folder).items() if text is not None}


def without_manifest(folder):
    return {name: text for name, text in files(folder).items() if name != "manifest.json"}


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "report"
    write(path, OLD)
    return path


def test_files_hashes_and_facts_are_in_the_manifest(folder):
    assert without_manifest(folder) == OLD
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["program"] == "country-topics"
    assert manifest["kind"] == "report"
    assert manifest["counts"] == {"files": len(OLD)}
    assert set(manifest["files"]) == set(OLD)
    digest = subprocess.run(
        ["sha256sum", folder / "report.pdf"], capture_output=True, text=True, check=True
    )
    assert digest.stdout.startswith(manifest["files"]["report.pdf"] + " ")


def test_an_untouched_folder_is_replaced_and_is_that_of_a_fresh_run(folder, tmp_path, capsys):
    write(folder, NEW)
    write(tmp_path / "fresh", NEW)
    assert state(folder) == state(tmp_path / "fresh")
    assert capsys.readouterr().err == ""
    assert {path.name for path in tmp_path.iterdir()} == {"report", "fresh"}


def test_what_the_user_changed_or_added_is_kept_and_said(folder, capsys):
    (folder / "figures" / "heatmap.pdf").write_text("my heatmap")
    (folder / "gone" / "b.csv").write_text("my b")
    (folder / "tables" / "notes.txt").write_text("my notes")
    (folder / "tables" / "more").mkdir()
    (folder / "tables" / "more" / "words.csv").write_text("my words")
    write(folder, NEW)
    assert without_manifest(folder) == NEW | {
        "figures/heatmap.kept.pdf": "my heatmap",
        "gone/b.csv": "my b",
        "tables/notes.txt": "my notes",
        "tables/more/words.kept.csv": "my words",
    }
    assert capsys.readouterr().err.splitlines() == [
        "kept: figures/heatmap.pdf (edited since it was written), moved to "
        "figures/heatmap.kept.pdf",
        "kept: tables/more/words.csv (not a file of the last run), moved to "
        "tables/more/words.kept.csv",
        "kept: gone/b.csv (edited since it was written)",
        "kept: tables/notes.txt (not a file of the last run)",
    ]
    (folder / "figures" / "heatmap.pdf").write_text("mine again")
    write(folder, OLD)
    kept = files(folder)
    assert kept["figures/heatmap.kept.pdf"] == "my heatmap"
    assert kept["figures/heatmap.kept-2.pdf"] == "mine again"
    assert kept["gone/b.csv"] == "old b"
    assert kept["gone/b.kept.csv"] == "my b"


STRANGE = [
    '{"manifest_version": 3, "name": "My extension", "version": "1.0"}',
    "not JSON",
    "[1]",
    "null",
    '{"program": "country-topics"}',
    '{"program": "country-topics", "kind": "report", "files": ["thesis.tex"]}',
    '{"program": "other", "kind": "report", "files": {}}',
    *(
        json.dumps({"program": "country-topics", "kind": "report", "files": {name: "0" * 64}})
        for name in ("../thesis.tex", "/etc/passwd", "a/../../b", "..\\b", "C:b", "", "a//b", ".")
    ),
    "[" * 100_000,
]


@pytest.mark.parametrize("manifest", STRANGE, ids=range(len(STRANGE)))
def test_a_thesis_beside_a_strange_manifest_is_not_touched(manifest, tmp_path):
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "thesis.tex").write_text("years of work")
    (folder / "manifest.json").write_text(manifest)
    before = state(tmp_path)
    with pytest.raises(TopicsError) as error, output_folder(folder, kind="report"):
        pytest.fail("the work has begun")
    assert str(error.value) == (
        f"{folder} holds files but is not a country-topics report; "
        "choose another folder with --out."
    )
    assert state(tmp_path) == before


def test_files_without_a_manifest_and_folders_of_other_commands_are_refused(folder, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes").write_text("x")
    with pytest.raises(TopicsError, match="mine holds files but is not a folder of topics clean"):
        check_output(tmp_path / "mine", kind="clean")
    message = "report is a country-topics report, not a folder of topics clean; choose another"
    with pytest.raises(TopicsError, match=message):
        check_output(folder, kind="clean")
    write(tmp_path / "cleaned", {"corpus.csv": "x"}, kind="clean")
    with pytest.raises(TopicsError, match="is a folder of topics clean, not a country-topics rep"):
        check_output(tmp_path / "cleaned", kind="report")


def test_nothing_behind_a_link_is_touched(folder, tmp_path, capsys):
    away = tmp_path / "away"
    (folder / "gone").rename(away)
    (folder / "gone").symlink_to(away)
    (folder / "tables").rename(tmp_path / "shares")
    (folder / "tables").symlink_to(tmp_path / "shares")
    (folder / "report.pdf").unlink()
    (folder / "report.pdf").symlink_to(away / "a.csv")
    write(folder, NEW)
    assert files(away) == {"a.csv": "old a", "b.csv": "old b"}
    assert files(tmp_path / "shares") == {"shares.csv": "old shares"}
    assert (folder / "gone").is_symlink()
    assert (folder / "tables.kept").readlink() == tmp_path / "shares"
    assert (folder / "report.kept.pdf").readlink() == away / "a.csv"
    kept = without_manifest(folder)
    assert {name: kept[name] for name in NEW} == NEW
    assert "kept: tables (not a file of the last run), moved to tables.kept" in (
        capsys.readouterr().err
    )


def test_folders_and_files_in_the_way_step_aside(folder):
    (folder / "report.pdf").unlink()
    (folder / "report.pdf").mkdir()
    (folder / "report.pdf" / "draft").write_text("mine")
    shutil.rmtree(folder / "tables")
    (folder / "tables").write_text("mine too")
    (folder / "figures" / "flow.pdf").unlink()
    (folder / "figures" / "flow.pdf").mkdir()
    write(folder, NEW)
    kept = {"report.kept.pdf/draft": "mine", "tables.kept": "mine too"}
    assert without_manifest(folder) == NEW | kept


def test_a_manifest_that_became_strange_meanwhile_is_kept(folder):
    with output_folder(folder, kind="report") as draft:
        (draft.path / "report.pdf").write_text("new report")
        (folder / "manifest.json").write_text("mine")
    assert (folder / "manifest.kept.json").read_text() == "mine"
    assert (folder / "report.kept.pdf").read_text() == "old report"
    assert (folder / "report.pdf").read_text() == "new report"


def test_a_failure_leaves_the_older_files_and_no_trace(folder, tmp_path):
    before = state(tmp_path)
    for target in (folder, tmp_path / "a" / "b" / "new"):
        with pytest.raises(TypeError):
            write(target, {"half": "x", "other": None})
        assert state(tmp_path) == before


def test_two_writers(folder, tmp_path):
    with output_folder(folder, kind="report") as draft:
        (draft.path / "report.pdf").write_text("first")
        with pytest.raises(TopicsError, match="another process is writing into"):
            write(folder, NEW)
    assert without_manifest(folder) == {"report.pdf": "first"}
    write(folder, NEW)
    assert without_manifest(folder) == NEW


def test_where_folders_cannot_be_locked_a_file_is(folder, monkeypatch):
    fcntl = pytest.importorskip("fcntl")
    flock = fcntl.flock

    def files_only(handle, operation):
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EBADF, "Bad file descriptor")
        flock(handle, operation)

    monkeypatch.setattr(fcntl, "flock", files_only)
    test_two_writers(folder, None)
    assert all(".country" not in name for name in state(folder))


def marked(parent, *, host=None, name=".country-topics-left"):
    path = parent / name
    (path / "new").mkdir(parents=True)
    (path / "new" / "half.csv").write_text("half")
    owner = {"program": "country-topics", "host": host or platform.node(), "pid": 1}
    (path / "owner").write_text(json.dumps(owner))
    return path


def test_only_leftovers_of_ours_of_this_host_that_nobody_holds_are_cleared(folder):
    left = marked(folder)
    empty = folder / ".country-topics-empty"
    empty.mkdir()
    others = [
        marked(folder, host="elsewhere", name=".country-topics-elsewhere"),
        marked(folder, name=".draft"),
        marked(folder, name=".country-topics-stranger"),
    ]
    (others[-1] / "owner").write_text('{"program": "other"}')
    held = make_staging(folder)
    write(folder, NEW)
    assert not left.exists()
    assert not empty.exists()
    assert held.path.exists()
    for path in others:
        assert (path / "new" / "half.csv").read_text() == "half"
    held.remove()
    assert without_manifest(folder).items() >= NEW.items()


def test_leftovers_alone_make_no_folder_a_stranger(tmp_path):
    marked(tmp_path)
    marked(tmp_path, host="elsewhere", name=".country-topics-elsewhere")
    (tmp_path / "lost+found").mkdir()
    write(tmp_path, NEW)
    assert (tmp_path / "lost+found").is_dir()
    assert not (tmp_path / ".country-topics-left").exists()


def test_a_replacement_begun_elsewhere_is_left_to_its_machine(folder):
    path = marked(folder, host="elsewhere")
    (path / "journal").write_text(json.dumps({"old": {}, "new": {}, "apart": ""}))
    before = state(folder)
    with pytest.raises(TopicsError, match="began on the machine elsewhere is not finished"):
        write(folder, NEW)
    assert state(folder) == before


def test_a_hostile_journal_removes_nothing(folder, tmp_path):
    (tmp_path / "thesis.tex").write_text("old a")
    digest = json.loads((folder / "manifest.json").read_text())["files"]["gone/a.csv"]
    path = marked(folder)
    plan = {"old": {"../thesis.tex": digest}, "new": {}, "apart": ""}
    (path / "journal").write_text(json.dumps(plan))
    with pytest.raises(TopicsError, match="paths lead out of the folder"):
        write(folder, NEW)
    assert (tmp_path / "thesis.tex").read_text() == "old a"


def test_places_that_work(folder, tmp_path, monkeypatch):
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    write(".", NEW)
    monkeypatch.chdir(folder)
    write(".", NEW)
    (tmp_path / "link").symlink_to(folder)
    write(tmp_path / "link", OLD)
    assert (tmp_path / "link").is_symlink()
    assert without_manifest(tmp_path / "empty") == NEW
    assert without_manifest(folder) == OLD


def test_places_that_are_refused(tmp_path):
    (tmp_path / "file").write_text("x")
    (tmp_path / "nowhere").symlink_to(tmp_path / "none")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    before = state(tmp_path)
    for name, message in [
        ("file", "is a file"),
        ("file/below", "Not a directory"),
        ("nowhere", "is a link that leads nowhere"),
        ("loop", "is a link that leads nowhere"),
        ("nowhere/below", "File exists|Not a directory"),
        ("n" * 300, "File name too long"),
    ]:
        with pytest.raises(TopicsError, match=message):
            write(tmp_path / name, NEW)
        assert state(tmp_path) == before


def test_a_path_whose_files_would_have_too_long_a_one_is_refused_before_the_work(tmp_path):
    before = state(tmp_path)
    deep = tmp_path.joinpath(*["x" * 200] * 20)
    with pytest.raises(TopicsError, match=r"a path of 4,\d\d\d bytes is too long for a folder"):
        check_output(deep, kind="report")
    assert state(tmp_path) == before


def test_too_little_space_is_said_before_the_work(folder, tmp_path, monkeypatch):
    usage = shutil._ntuple_diskusage(10_000_000, 9_000_000, 1_000_000)
    monkeypatch.setattr("shutil.disk_usage", lambda path: usage)
    before = state(tmp_path)
    for target in (folder, tmp_path / "new"):
        with pytest.raises(TopicsError, match=r"1\.0 MB of free space, and about 32 MB are needed"):
            check_output(target, kind="report", need=32_000_000)
    assert state(tmp_path) == before
    check_output(folder, kind="report", need=1_000_000)


MOUNTS = """
mount -t tmpfs -o size=300k tmpfs "$1"
"$2" -c "
import sys
sys.path[:0] = [sys.argv[2], sys.argv[3]]
from pathlib import Path
from test_folder import NEW, OLD, state, without_manifest, write
from topics.errors import TopicsError
folder = Path(sys.argv[1])
write(folder, OLD)
write(folder, NEW)
assert without_manifest(folder) == NEW
before = state(folder)
try:
    write(folder, {f'tables/{n}.csv': 'x' * 50_000 for n in range(10)})
except TopicsError as error:
    print(error)
assert state(folder) == before, state(folder).keys()
" "$1" "$3" "$3/tests"
"""


@pytest.mark.skipif(
    not hasattr(os, "geteuid")
    or os.geteuid() != 0
    or shutil.which("unshare") is None
    or subprocess.run(["unshare", "-m", "true"], check=False, capture_output=True).returncode != 0,
    reason="mounting needs root and unshare",
)
def test_a_mount_point_works_and_may_be_full(tmp_path):
    command = ["unshare", "-m", "sh", "-euc", MOUNTS, "sh", tmp_path, sys.executable, ROOT]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == (
        f"cannot write {tmp_path}: No space left on device. What was there is as it was. "
        "Free some space, or choose another folder with --out.\n"
    )


# Runs a replacement over and over in a child process; each time something happens at the next
# change of the file system: a kill, a signal or a full disk.
INSTANTS = """
import os, shutil, signal, sys
sys.path[:0] = [{root!r}, {tests!r}]
import errno
from pathlib import Path
import test_folder as t
from topics.writing.stop import finished, what_stands
from topics.errors import TopicsError

how, base = sys.argv[1], Path(sys.argv[2])
CHANGES = ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.scandir")
left = -1
READING = ("os.scandir", "os.remove", "os.rmdir")  # a full disk allows them
FAULTS = {{"full": errno.ENOSPC, "broken": errno.EIO, "denied": errno.EACCES}}
def hook(event, arguments):
    global left
    if event in CHANGES and left > 0:
        if how in FAULTS and (event in READING or event == "open" and not arguments[2] & 3):
            return
        left -= 1
        if left == 0:
            if how == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            elif how == "stop":
                os.kill(os.getpid(), signal.SIGINT)
            else:
                raise OSError(FAULTS[how], os.strerror(FAULTS[how]), "x")
sys.addaudithook(hook)
os.fsync = lambda handle: None  # a process that dies takes nothing with it that needs the disk

def child(folder, n):
    global left
    finished.clear()
    left = n
    try:
        t.write(folder, t.NEW, keep={keep})
    except KeyboardInterrupt as stop:
        said = f"stopped; {{what_stands(stop)}}"
    except TopicsError as error:
        said = f"error: {{error}}"
    else:
        said = "ended"
    passed = left > 0
    left = -1
    (folder.parent / "said").write_text(said)
    os._exit(0 if passed else 3)

instant = 0
while True:
    instant += 1
    folder = base / str(instant) / "report"
    folder.parent.mkdir()
    if {present}:
        t.write(folder, t.OLD)
        (folder / "figures" / "heatmap.pdf").write_text("my heatmap")
        (folder / "notes.txt").write_text("my notes")
    process = os.fork() or child(folder, instant)
    if os.WEXITSTATUS(os.waitpid(process, 0)[1]) == 0 and (folder.parent / "said").exists():
        if (folder.parent / "said").read_text() == "ended":
            break
"""
KEPT = {"figures/heatmap.kept.pdf": "my heatmap", "notes.txt": "my notes"}


def instants(how, base, *, present=True, keep=False):
    """Give the folder after an interruption at each instant, and what the run said of it."""
    script = INSTANTS.format(root=str(ROOT), tests=str(ROOT / "tests"), present=present, keep=keep)
    done = subprocess.run(
        [sys.executable, "-c", script, how, str(base)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    runs = sorted(base.iterdir(), key=lambda path: int(path.name))
    assert len(runs) > 20
    for run in runs:
        said = run / "said"
        yield run / "report", said.read_text() if said.exists() else ""


@pytest.fixture(scope="module")
def goal(tmp_path_factory):
    """Where a replacement should come to, and where it starts."""
    folder = tmp_path_factory.mktemp("goal") / "report"
    write(folder, OLD)
    (folder / "figures" / "heatmap.pdf").write_text("my heatmap")
    (folder / "notes.txt").write_text("my notes")
    before = state(folder)
    write(folder, NEW)
    return before, state(folder)


def seen(folder):
    """What a user sees in a folder."""
    return {n: t for n, t in state(folder).items() if not n.startswith(".country-topics-")}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_at_any_instant_the_next_run_comes_to_the_same(tmp_path, goal, capsys):
    before, after = goal
    mixed = 0
    for folder, _ in instants("kill", tmp_path):
        kept = set(files(folder).values())
        assert {"my heatmap", "my notes"} <= kept
        note_interrupted(folder / "tables" / "shares.csv")
        said = capsys.readouterr().err
        if any(path.name == "journal" for path in folder.rglob("journal")):
            assert said.startswith(f"note: {folder}: a replacement was interrupted")
            assert said.count("\n") == 1
            mixed += seen(folder) not in (before, after)
        else:
            assert said == ""
            assert seen(folder) in (before, after)
        write(folder, NEW)
        assert state(folder) == after
        capsys.readouterr()
    assert mixed > 5


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("keep", [False, True])
def test_killed_at_any_instant_of_a_first_run(tmp_path, goal, keep):
    write(tmp_path / "fresh", NEW)
    runs = tmp_path / "runs"
    runs.mkdir()
    for folder, _ in instants("kill", runs, present=False, keep=keep):
        write(folder, NEW)
        assert state(folder) == state(tmp_path / "fresh")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_stopped_at_any_instant_what_is_said_is_true(tmp_path, goal):
    before, after = goal
    told = []
    for folder, said in instants("stop", tmp_path):
        expected = before if said == "stopped; nothing was written" else after
        assert state(folder) == expected, said
        told.append(said.replace(str(folder), "DIR"))
    assert set(told) == {
        "stopped; nothing was written",
        "stopped; written whole before: DIR",
        "ended",
    }


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_stopped_in_a_first_run_no_folder_is_left(tmp_path):
    for folder, said in instants("stop", tmp_path, present=False):
        assert folder.exists() == (said != "stopped; nothing was written")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize(
    ("how", "code"),
    [("full", errno.ENOSPC), ("broken", errno.EIO), ("denied", errno.EACCES)],
)
def test_a_disk_that_fails_at_any_instant_is_one_line(tmp_path, goal, how, code):
    before, after = goal
    told = set()
    for folder, said in instants(how, tmp_path):
        assert "\n" not in said
        told.add(said.partition(str(folder))[0])
        if said == "ended":
            assert state(folder) == after
        elif "not all in their places" in said:
            write(folder, NEW)
            assert state(folder) == after
        else:
            assert re.match(f"error: cannot write (into )?{folder}: {os.strerror(code)}", said), (
                said
            )
            assert state(folder) == before
    assert told == {"ended", "error: cannot write ", "error: cannot write into ", "error: "}


def test_what_cannot_be_removed_now_is_cleared_by_the_next_run(folder, monkeypatch):
    write(folder, OLD)
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", lambda *given, **options: None)
        with pytest.raises(TypeError):
            write(folder, {"half.csv": "half", "more.csv": None})
    assert any(path.name == "half.csv" for path in folder.rglob("*"))
    write(folder, NEW)
    assert not any(path.name == "half.csv" for path in folder.rglob("*"))


def test_the_lock_of_a_folder_that_was_removed_is_no_lock(tmp_path, monkeypatch):
    path = tmp_path / "x"
    path.mkdir()
    opened = os.open

    def open_and_lose(target, *arguments, **options):
        handle = opened(target, *arguments, **options)
        path.rmdir()
        return handle

    monkeypatch.setattr(os, "open", open_and_lose)
    with pytest.raises(FileNotFoundError):
        lock_folder(path)


def test_what_a_run_is_making_is_no_part_of_the_corpus(tmp_path):
    from topics.readers.corpus import read_with_account
    from topics.readers.hashes import hash_files

    (tmp_path / "a.txt").write_text("Kazakhstan and Uzbekistan signed an agreement on water.")
    marked(tmp_path)
    reading = read_with_account(tmp_path)
    assert reading.corpus["doc_id"].tolist() == ["a"]
    assert reading.account.skipped_files == 0
    assert list(hash_files(tmp_path)) == ["a.txt"]
