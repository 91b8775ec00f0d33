"""What a tree of processes has used, read from /proc, and servers that are started and stopped."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
MEBIBYTE = 1024 * 1024

_given: set[int] = set()


def family(pid: int) -> list[int]:
    """Return the process and all that descend from it."""
    parents: dict[int, int] = {}
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            fields = _stat(int(entry.name))
            if fields:
                parents[int(entry.name)] = int(fields[1])
    members = [pid]
    for member in members:
        members.extend(child for child, parent in parents.items() if parent == member)
    return members


def cpu_seconds(pid: int) -> float:
    """Return user and system time of the family, of its members that have ended too; resolution 10 ms."""
    ticks = 0
    for member in family(pid):
        fields = _stat(member)
        ticks += sum(int(value) for value in fields[11:15])  # utime stime cutime cstime
    return ticks / TICKS_PER_SECOND


def memory_mebibytes(pid: int) -> float:
    """Return the proportional set size of the family: shared pages are divided among those that share them."""
    kilobytes = 0
    for member in family(pid):
        try:
            lines = Path(f"/proc/{member}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kilobytes * 1024 / MEBIBYTE


def _stat(pid: int) -> list[str]:
    """Return the fields of /proc/PID/stat from the state on; nothing where the process is gone."""
    try:
        line = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return []
    return line[line.rindex(")") + 2 :].split()


def free_port() -> int:
    """Return a port of the loopback address that is free, and that this run has given to nobody else."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        if port not in _given:
            _given.add(port)
            return port


@dataclass(frozen=True, slots=True)
class Run:
    """What one command took, from its start to its end."""

    seconds: float
    cpu: float
    status: int


def run(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> Run:
    """Run a command to its end, its output thrown away; the CPU is that of its children too."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, env=dict(environment), cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Run(time.perf_counter() - began, usage.ru_utime + usage.ru_stime, process.returncode)


class Server:
    """A web server of its own process group, on a free port of the loopback address."""

    def __init__(
        self, name: str, command: Sequence[str], environment: Mapping[str, str], folder: Path, port: int
    ) -> None:
        self.name, self.port = name, port
        self.log = folder / f"{name}.log"
        self._command, self._environment, self._folder = command, environment, folder
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None, "the server is not started"
        return self._process.pid

    def start(self, patience: float = 60.0) -> float:
        """Start and return the seconds until the first connection was accepted.

        Raises:
            RuntimeError: it ended or did not answer in time; the message holds the log's end.
        """
        with self.log.open("wb") as log:
            began = time.perf_counter()
            self._process = subprocess.Popen(
                self._command,
                env=dict(self._environment),
                cwd=self._folder,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        while time.perf_counter() - began < patience and self._process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.005)
                continue
            return time.perf_counter() - began
        self.stop()
        raise RuntimeError(f"{self.name} did not start:\n{self.log.read_text()[-2000:]}")

    def stop(self) -> None:
        if self._process is None:
            return
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)
            try:
                self._process.wait(timeout=25)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()
        self._process = None

    def wait_until_idle(self, quiet: float = 0.15, patience: float = 20.0) -> float:
        """Return the CPU seconds used so far, once they have stopped growing.

        A synchronous server goes on serving its backlog after the client has gone.
        """
        deadline = time.perf_counter() + patience
        used = cpu_seconds(self.pid)
        while time.perf_counter() < deadline:
            time.sleep(quiet)
            now = cpu_seconds(self.pid)
            if now == used:
                return now
            used = now
        raise RuntimeError(f"{self.name} did not become idle within {patience:.0f} s")
