"""Servers that a drill starts for itself and may treat as badly as it likes. None of them is there before or after."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from aiosmtpd.controller import Controller

from tests.site import free_port

START_SECONDS = 60
PHP = Path(__file__).resolve().parent / "php"
WORDPRESS = Path("/usr/share/wordpress")


class Postgres:
    """A PostgreSQL cluster in a temporary folder, on a port of its own."""

    def __init__(self):
        self.port = free_port()
        self.url = f"postgres://root@127.0.0.1:{self.port}/postgres"
        # PostgreSQL refuses to run as root.
        self.user = "postgres" if os.geteuid() == 0 else None
        self.folder = Path(tempfile.mkdtemp(prefix="impuls-postgres-"))
        if self.user:
            shutil.chown(self.folder, self.user)
        self._run("initdb", "--username=root", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
        with (self.folder / "postgresql.conf").open("a") as config:
            config.write(f"port = {self.port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\n")

    def start(self):
        self._control("start")

    def restart(self, how):
        """`how` is "fast", or "immediate": like a crash, with recovery."""
        self._control("restart", f"--mode={how}")

    def remove(self):
        self._control("stop", "--mode=immediate")
        shutil.rmtree(self.folder)

    def _control(self, action, *options):
        # A server that inherits a pipe would keep it open.
        self._run("pg_ctl", action, "--wait", f"--log={self.folder / 'server.log'}", *options)

    def _run(self, program, *arguments):
        command = [str(program_folder() / program), f"--pgdata={self.folder}", *arguments]
        subprocess.run(command, user=self.user, cwd=self.folder, stdout=subprocess.DEVNULL, check=True)


def program_folder():
    """Return where Debian keeps the newest PostgreSQL's programs, or where PATH has them."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    return found[-1] if found else Path(shutil.which("initdb")).parent


@contextmanager
def postgres():
    server = Postgres()
    try:
        server.start()
        yield server
    finally:
        server.remove()


@contextmanager
def redis():
    """Run a Redis server that keeps nothing on disk; yield its URL."""
    port = free_port()
    command = ["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        time.sleep(0.5)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait()


class Mailbox:
    """Everybody's mailbox: takes every mail and notes (recipient, Message-ID)."""

    def __init__(self):
        self.taken = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        (message_id,) = (line for line in envelope.content.split(b"\r\n") if line.lower().startswith(b"message-id:"))
        self.taken.append((envelope.rcpt_tos[0], message_id.split(b":", 1)[1].strip().decode()))
        return "250 OK"


@contextmanager
def mail_server():
    """Run a mail server; yield its URL and its mailbox."""
    mailbox = Mailbox()
    server = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    server.start()
    try:
        yield f"smtp://127.0.0.1:{server.port}", mailbox
    finally:
        server.stop()


@contextmanager
def mariadb():
    """Run a MariaDB in a temporary folder; yield its socket. It has an empty database "test"."""
    with tempfile.TemporaryDirectory(prefix="impuls-mariadb-") as folder:
        # MariaDB refuses to run as root.
        user = ["--user=mysql"] if os.geteuid() == 0 else []
        if user:
            shutil.chown(folder, "mysql")
        options = ["--no-defaults", f"--datadir={folder}", *user]
        command = ["mariadb-install-db", *options, "--auth-root-authentication-method=normal"]
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        socket = f"{folder}/socket"
        ping = ["mariadb-admin", "--no-defaults", f"--socket={socket}", "--user=root", "ping"]
        with running(["mariadbd", *options, "--skip-networking", f"--socket={socket}"]):
            wait_for(lambda: subprocess.run(ping, capture_output=True, check=True))
            yield socket


@contextmanager
def wordpress():
    """Run Debian's WordPress, not installed yet, on localhost; yield its URL."""
    with tempfile.TemporaryDirectory(prefix="impuls-wordpress-") as folder, mariadb() as socket:
        root, address = Path(folder) / "site", f"localhost:{free_port()}"
        shutil.copytree(WORDPRESS, root)
        shutil.copy(PHP / "wp-config.php", root)
        (root / "wp-content/mu-plugins").mkdir()
        shutil.copy(PHP / "loopback.php", root / "wp-content/mu-plugins")
        command = ["php", "-S", address, "-t", str(root), str(PHP / "router.php")]
        with running(command, DB_SOCKET=socket, PHP_CLI_SERVER_WORKERS="4"):
            wait_for(lambda: urllib.request.urlopen(f"http://{address}/readme.html").close())
            yield f"http://{address}"


@contextmanager
def running(command, **environment):
    """Run a quiet program, and all that it starts."""
    quiet = subprocess.DEVNULL
    environment = {**os.environ, **environment}
    process = subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet, start_new_session=True)
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def wait_for(attempt):
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            return attempt()
        except (OSError, subprocess.CalledProcessError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
