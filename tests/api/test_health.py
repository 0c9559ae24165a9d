import pytest
from django.db import OperationalError

from api.views import HealthView


@pytest.mark.django_db
def test_a_healthy_server_says_so(client):
    response = client.get("/healthz")
    assert response.json() == {"status": "ok"}
    assert response["Cache-Control"] == "no-store"


def test_a_server_without_its_database_says_so(rf, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr("api.views.connection.cursor", fail)
    assert HealthView.as_view()(rf.get("/healthz")).status_code == 503
