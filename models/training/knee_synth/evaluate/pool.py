"""Measures knees in several processes, and keeps every knee's figures so that nothing is redone."""

import json
import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from tqdm import tqdm

from knee_synth.data import KneeFile
from knee_synth.evaluate.parts import Part, part_named
from knee_synth.evaluate.setup import MEASURES_VERSION, EvaluationSetup, digest
from knee_synth.evaluate.tools import Tools


@dataclass(frozen=True)
class Task:
    """One part of one knee."""

    part: str
    knee: KneeFile
    path: Path
    key: str


def run_parts(
    setup: EvaluationSetup, work: dict[str, list[KneeFile]], workers: int
) -> dict[str, list[dict[str, Any]]]:
    """Rows of every part's knees; those kept with the same key are not measured again.

    Args:
        work: the knees of every part, by its name.
        workers: processes; 1 works in this process.

    Returns:
        rows by part, in the order of its knees, each with the knee's id as `knee`.
    """
    tasks = [_task(setup, part_named(name), knee) for name, knees in work.items() for knee in knees]
    todo = [task for task in tasks if _kept(task) is None]
    bar = tqdm(
        total=len(tasks),
        initial=len(tasks) - len(todo),
        desc="evaluate",
        unit="knee",
        mininterval=1.0,
    )
    with bar:
        for task in _carried_out(setup, todo, workers):
            bar.set_postfix_str(task.part, refresh=False)
            bar.update()
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in work}
    for task in tasks:
        rows[task.part].append({"knee": task.knee.knee_id, **(_kept(task) or {})})
    return rows


def _task(setup: EvaluationSetup, part: Part, knee: KneeFile) -> Task:
    uses = {
        "segmenter": setup.segmenter_key,
        "autoencoder": setup.autoencoder_key,
        "latents": setup.latents_key,
    }
    key = digest(
        {
            "version": MEASURES_VERSION,
            "sampling": setup.sampling_key(knee),
            "part": part.name,
            "settings": part.settings,
            "tools": {name: uses[name] for name in part.uses},
        }
    )
    path = setup.out / "knees" / part.name / f"knee_{knee.knee_id:05d}.json"
    return Task(part.name, knee, path, key)


def _kept(task: Task) -> dict[str, Any] | None:
    """The kept figures of a task, unless there are none or of other inputs."""
    try:
        kept = json.loads(task.path.read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    return kept["figures"] if kept["key"] == task.key else None


def _carried_out(setup: EvaluationSetup, tasks: list[Task], workers: int) -> Iterator[Task]:
    if workers == 1 or len(tasks) < 2:
        tools = Tools(setup)
        for task in tasks:
            yield _carry_out(tools, task)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, _open_worker, (setup,)) as pool:
        queue = list(reversed(tasks))
        running: set[Future[Task]] = set()
        try:
            while queue or running:
                # A few are handed out at a time, so that an error ends the evaluation soon.
                while queue and len(running) < 2 * workers:
                    running.add(pool.submit(_carry_out_in_worker, queue.pop()))
                done, running = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    yield future.result()
        finally:
            for future in running:
                future.cancel()


_worker: list[Tools] = []


def _open_worker(setup: EvaluationSetup) -> None:
    os.environ["OMP_NUM_THREADS"] = "1"
    torch.set_num_threads(1)
    _worker.append(Tools(setup))


def _carry_out_in_worker(task: Task) -> Task:
    return _carry_out(_worker[0], task)


def _carry_out(tools: Tools, task: Task) -> Task:
    figures = part_named(task.part).measure(tools, task.knee)
    task.path.parent.mkdir(parents=True, exist_ok=True)
    partial = task.path.with_suffix(".partial")
    text = json.dumps({"key": task.key, "figures": figures}, allow_nan=False)
    partial.write_text(text + "\n", encoding="utf-8")
    partial.replace(task.path)
    return task
