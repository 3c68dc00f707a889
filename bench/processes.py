"""Processor time and memory of the API and of PostgreSQL, read from /proc (Linux)."""

import os
from dataclasses import dataclass
from pathlib import Path

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> list[str]:
    # The second field is the command in brackets and may hold spaces.
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def cpu_seconds(pid: int, *, with_reaped_children: bool = False) -> float:
    fields = _stat(pid)
    ticks = int(fields[11]) + int(fields[12])
    if with_reaped_children:
        ticks += int(fields[13]) + int(fields[14])
    return ticks / TICKS_PER_SECOND


def children(pid: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if int(_stat(int(entry.name))[1]) == pid:
                    found.append(int(entry.name))
            except (FileNotFoundError, ProcessLookupError, IndexError):
                continue  # It ended while we looked.
    return found


@dataclass(frozen=True, slots=True)
class Cpu:
    api_seconds: float
    postgres_seconds: float

    def __sub__(self, other: "Cpu") -> "Cpu":
        return Cpu(self.api_seconds - other.api_seconds, self.postgres_seconds - other.postgres_seconds)


def measure(api_pid: int, postmaster_pid: int) -> Cpu:
    postgres = cpu_seconds(postmaster_pid, with_reaped_children=True)
    for child in children(postmaster_pid):
        try:
            postgres += cpu_seconds(child)
        except (FileNotFoundError, ProcessLookupError):
            continue  # Its time is in the postmaster's reaped children now.
    return Cpu(cpu_seconds(api_pid), postgres)


def peak_memory_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0
