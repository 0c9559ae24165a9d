"""The whole site as its users run it: gunicorn, worker and clock on a fresh database with the demo content."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from cryptography.fernet import Fernet

from tests.snapshot import ROOT, copy_sqlite, fresh_postgres, sibling

START_SECONDS = 60
END_OF_MAIL = b"\n" + b"-" * 79 + b"\n"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class RunningSite:
    """A site of its own in `folder`: own database, own files, own port."""

    def __init__(self, folder, name="site", **environment):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.password = secrets.token_urlsafe(12)
        self.folder = Path(folder)
        self.processes = {}
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "cms.settings.production",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "PERSONAL_DATA_KEYS": Fernet.generate_key().decode(),
            "DEMO_PASSWORD": self.password,
            "PUBLIC_URL": self.url,
            "ALLOWED_HOSTS": "localhost",
            "PORT": str(self.port),
            "VAR_DIR": str(self.folder),
            "MEDIA_BUCKET": "",
            "STATIC_ROOT": str(ROOT / "var" / "static"),
            "WEB_CONCURRENCY": "2",
            "DJANGO_ALLOW_ASYNC_UNSAFE": "",
            **environment,
        }
        if "CACHE_URL" not in environment and "redis" in os.environ.get("CACHE_URL", ""):
            # Tests without a browser run at the same time, and empty their cache.
            self.environment["CACHE_URL"] = urlunsplit(urlsplit(os.environ["CACHE_URL"])._replace(path="/1"))
        if "DATABASE_URL" not in environment and "postgres" in os.environ.get("DATABASE_URL", ""):
            self.environment["DATABASE_URL"] = sibling(os.environ["DATABASE_URL"], f"test_impuls_{name}")

    def manage(self, *arguments):
        command = [sys.executable, "manage.py", *arguments]
        run = subprocess.run(command, cwd=ROOT, env=self.environment, check=False, capture_output=True, text=True)
        if run.returncode:
            raise RuntimeError(f"manage.py {arguments[0]} failed:\n{run.stderr}")
        return run

    def prepare(self, demo=True):
        subprocess.run(["make", "static"], cwd=ROOT, check=True, capture_output=True)
        if url := self.environment.get("DATABASE_URL"):
            fresh_postgres(os.environ["DATABASE_URL"], urlsplit(url).path[1:])
        else:
            copy_sqlite(self.folder / "db.sqlite3")
        if demo:
            self.manage("load_demo")

    def start(self, *names):
        commands = {
            "web": [str(Path(sys.executable).parent / "gunicorn"), "--config", "cms/gunicorn.py", "cms.wsgi"],
            "worker": [sys.executable, "manage.py", "db_worker", "--queue-name=*", "--interval=0.2", "--verbosity=0"],
            "clock": [sys.executable, "manage.py", "clock"],
        }
        for name in names or commands:
            log = (self.folder / f"{name}.log").open("ab")
            self.processes[name] = subprocess.Popen(
                commands[name], cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        if "web" in self.processes:
            self.wait_until_it_answers()

    @contextmanager
    def stalled(self):
        """The server takes every request, and does not answer until this is over."""
        group = self.processes["web"].pid
        os.killpg(group, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(group, signal.SIGCONT)

    def revive(self):
        """Start anew what ended by itself, as supervisord does."""
        ended = [name for name, process in self.processes.items() if process.poll() is not None]
        if ended:
            self.start(*ended)

    def mails(self):
        """Return the mails that are written whole, as bytes. Django may put two of the same second into one file."""
        files = (self.folder / "mail").glob("*")
        return [mail for path in files for mail in path.read_bytes().split(END_OF_MAIL)[:-1]]

    def wait_until_it_answers(self):
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"{self.url}/healthz", timeout=2).close()
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError((self.folder / "web.log").read_text())

    def stop(self, *names, how=signal.SIGTERM):
        for name in names or list(self.processes):
            process = self.processes.pop(name)
            try:
                os.killpg(process.pid, how)
                process.wait(timeout=30)
            except ProcessLookupError:
                process.wait()
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
