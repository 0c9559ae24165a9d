"""Gunicorn's configuration. No access log: it would hold addresses of visitors."""

import multiprocessing
import os

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
# Workers are copies of one process that has loaded everything: they start at once and share memory.
preload_app = True
workers = int(os.environ.get("WEB_CONCURRENCY", max(2, multiprocessing.cpu_count())))
threads = 4
max_requests = 5000
max_requests_jitter = 500
graceful_timeout = 20
loglevel = "warning"


def when_ready(server):
    print(f"\n  Impuls Regio läuft: {os.environ.get('PUBLIC_URL')}\n", flush=True)
    if password := os.environ.get("DEMO_PASSWORD"):
        print(f"  Redaktion: {os.environ.get('PUBLIC_URL')}/admin/  (Passwort für alle: {password})")
        print("    redaktion        schreibt und reicht ein")
        print("    chefredaktion    veröffentlicht")
        print("    koordination     sieht bestätigte Anmeldungen")
        print("    admin            verwaltet alles andere")
        print("  Die letzten beiden richten beim ersten Anmelden einen zweiten Faktor ein: eine Authenticator-App,")
        print(f"  oder einen Passkey unter http://localhost:{os.environ.get('PORT', '8000')}/admin/\n")
        print("  Ende mit Strg-C.\n", flush=True)
