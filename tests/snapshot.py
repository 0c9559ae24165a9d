"""The database after all migrations, made once and then copied: to migrate an empty one takes half a minute."""

import fcntl
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "tests"
PREFIX = "test_migrated_"


def copy_sqlite(path):
    """Put a migrated database at `path`."""
    with only_one():
        snapshot = FOLDER / f"{digest()}.sqlite3"
        if not snapshot.exists():
            for old in FOLDER.glob("*.sqlite3*"):
                old.unlink()
            draft = FOLDER / "draft.sqlite3"
            migrate(f"sqlite:///{draft}")
            draft.rename(snapshot)
    shutil.copyfile(snapshot, path)


def postgres_template(url):
    """Return the name of a migrated database on the server of `url`, to be the template of others."""
    name = PREFIX + digest()
    with only_one(), psycopg.connect(url, autocommit=True) as connection:
        query = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
        known = {row[0] for row in connection.execute(query, [PREFIX])}
        if name not in known:
            for old in known | {f"{PREFIX}draft"}:
                connection.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{PREFIX}draft"')
            migrate(sibling(url, f"{PREFIX}draft"))
            connection.execute(f'ALTER DATABASE "{PREFIX}draft" RENAME TO "{name}"')
    return name


def fresh_postgres(url, name):
    """Create the migrated database `name` on the server of `url`, anew if it is there."""
    template = postgres_template(url)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def sibling(url, name):
    """Return the URL of the database `name` beside the one at `url`."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def migrate(url):
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.test", "DATABASE_URL": url}
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


def digest():
    """Return what tells one set of migrations from another: our own, and those of the pinned packages."""
    files = [ROOT / "requirements.txt", *sorted(ROOT.glob("*/migrations/*.py"))]
    return sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]


@contextmanager
def only_one():
    """Let one process at a time make a snapshot: the stories and the other tests start side by side."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
