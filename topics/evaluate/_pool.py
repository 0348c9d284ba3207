"""Share out the jobs of a sweep over worker processes, in this process when there is one."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import topics
from topics.errors import TopicsError
from topics.evaluate._worker import load_counts, run_job

_SERVE = "from topics.evaluate._worker import main; main()"


def run_jobs(jobs: list[dict[str, Any]], folder: Path, *, workers: int) -> Iterator[None]:
    """Run every job; yields once for each that has ended.

    Raises
    ------
    TopicsError
        When a job fails, or a worker dies. Results already written stay.
    """
    from topics.lda._documents import usable_cores

    if workers == 1:
        bow, folds = load_counts(folder)
        for job in jobs:
            run_job(bow, folds, job, folder, threads=None)
            yield
        return
    threads = max(1, usable_cores() // workers)
    idle: SimpleQueue[subprocess.Popen[str]] = SimpleQueue()
    started = [_start(folder, threads) for _ in range(workers)]
    for worker in started:
        idle.put(worker)

    def serve(job: dict[str, Any]) -> None:
        worker = idle.get()
        try:
            _ask(worker, job)
        finally:
            idle.put(worker)

    pool = ThreadPoolExecutor(workers)
    try:
        for done in as_completed([pool.submit(serve, job) for job in jobs]):
            done.result()
            yield
    except BaseException:
        for worker in started:
            worker.kill()
        raise
    finally:
        pool.shutdown(cancel_futures=True)
        for worker in started:
            worker.communicate()


def _start(folder: Path, threads: int) -> "subprocess.Popen[str]":
    package = str(Path(str(topics.__file__)).parents[1])
    paths = [package, *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "TQDM_DISABLE": "1"}
    return subprocess.Popen(
        [sys.executable, "-c", _SERVE, str(folder), str(threads)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        process_group=0,  # Ctrl-C in a terminal is for this process, which ends its workers
        text=True,
        encoding="utf-8",
    )


def _ask(worker: "subprocess.Popen[str]", job: dict[str, Any]) -> None:
    if worker.stdin is None or worker.stdout is None:
        raise RuntimeError("the worker was started without pipes")
    try:
        worker.stdin.write(json.dumps(job) + "\n")
        worker.stdin.flush()
        line = worker.stdout.readline()
    except BrokenPipeError:
        line = ""
    if not line:
        raise TopicsError(
            f"a worker process of the sweep ended with code {worker.wait()} on "
            f"{job['config']['n_topics']} topics, seed {job['config']['seed']}. If memory ran out, "
            "use fewer `workers`; run again with the same `folder` to go on."
        )
    error = json.loads(line).get("error")
    if error:
        raise TopicsError(error)
