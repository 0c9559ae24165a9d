"""Whatever is sent to a form, the answer blames the sender: never 500."""

import re
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client

from tests.routes import World, routes

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=x"
# What the forms read, of whichever page.
FIELDS = """
    token altcha homepage first_name last_name age email municipality career_fields message guardian_name guardian_email
    consent occupation languages capacity about is_adult text may_answer decision match meeting kind day place note
    visit
""".split()  # noqa: SIM905 - a list of strings would take thirty lines
# What coordinators' forms read besides, and what their buttons do.
COORDINATORS_FIELDS = """
    signup mentor pair only feedback meeting reason wish of day begins_at agreement_on furthest_km languages
    clearance-certificate_date clearance-inspected_on clearance-commitment_signed_on
""".split()  # noqa: SIM905
ACTIONS = """
    agreement plan held withdraw pause resume heard talked complete end certificate vet reject erase open weights
    arrange decline propose search_again settle
""".split()  # noqa: SIM905
DECISIONS = ("plan", "held", "cancelled", "capacity", "accept", "renew", "consent")


def everywhere(value):
    return urlencode(dict.fromkeys(FIELDS, value))


def parts(*headers_and_values):
    """Return a multipart body; each header is what follows `name=`."""
    head = b"--x\r\nContent-Disposition: form-data; name="
    return (
        b"".join(head + header + b"\r\n\r\n" + value + b"\r\n" for header, value in headers_and_values) + b"--x--\r\n"
    )


BODIES = {
    "nothing": (FORM, ""),
    "NUL bytes": (FORM, everywhere("\x00")),
    "NUL bytes in names": (FORM, urlencode({f"\x00{name}": "\x00" for name in FIELDS})),
    "line breaks": (FORM, everywhere("Mila\r\nBcc: alle@example.org")),
    "control signs": (FORM, everywhere("\x1b\x7f\u202e\ufeff")),
    "lone surrogates": (FORM, "&".join(f"{name}=%ED%A0%80" for name in FIELDS)),
    "broken UTF-8": (FORM, b"&".join(name.encode() + b"=\xff%FF" for name in FIELDS)),
    "long numbers": (FORM, everywhere("9" * 5000)),
    "strange numbers": (FORM, everywhere("²٣")),
    "10 MB": (FORM, "message=" + "a" * 10_000_000),
    "many fields": (FORM, "a=&" * 20_000),
    "many values": (FORM, "career_fields=it&" * 2_000),
    "no boundary": ("multipart/form-data", b"--x"),
    "broken parts": (MULTIPART, b"--x\r\nContent-Disposition: form-data; name"),
    "bad base64": (MULTIPART, parts((b'"text"\r\nContent-Transfer-Encoding: base64', b"!"))),
    "a file": (MULTIPART, parts((b'"text"; filename="\x00"', b"a"))),
    "parts of broken text": (MULTIPART, parts(*((name.encode(), b"\xff\x00") for name in FIELDS))),
    "strange charset": (f"{FORM}; charset=bz2_codec", everywhere("a")),
    "strange charset of parts": (f"{MULTIPART}; charset=bz2_codec", parts((b'"email"', b"a"))),
    "JSON": ("application/json", "[" * 100_000),
    "no type": ("", everywhere("a")),
    "nonsense as type": ("\x00;;=", everywhere("a")),
    **{decision: (FORM, f"{everywhere(chr(0))}&decision={decision}") for decision in DECISIONS},
}


@pytest.fixture
def forms():
    """The paths of all pages of the mentoring that take what somebody sends."""
    world = World()
    paths = [world.path_of(route) for route in routes() if route.template.startswith("/mentoring/")]
    return [path for path in paths if Client().post(path, {}).status_code != 405]


def test_no_body_makes_a_form_fail(forms):
    client = Client(raise_request_exception=False)
    assert len(forms) > 10
    failed = []
    for path in forms:
        for name, (media_type, body) in BODIES.items():
            status = client.generic("POST", path, body, content_type=media_type).status_code
            # A page with buttons only shows again where things stand.
            if not 300 <= status < 500:
                failed.append(f"{path} {name}: {status}")
    assert not failed


@pytest.mark.parametrize("value", ["\x00", "9" * 5000], ids=["NUL bytes", "long numbers"])
def test_no_body_makes_a_form_of_the_coordination_fail(client, coordinator, value):
    world = World()
    client.raise_request_exception = False
    failed = []
    for route in routes():
        if not re.match("/admin/(inbox|mentoring|mentors|matches|visits|figures)/", route.template):
            continue
        path = world.path_of(route)
        if "POST" not in client.options(path).headers.get("Allow", ""):
            continue
        for action in ACTIONS:
            with transaction.atomic():
                response = client.post(path, {**dict.fromkeys(COORDINATORS_FIELDS, value), "action": action})
                transaction.set_rollback(True)
            if response.status_code >= 500:
                failed.append(f"{path} {action}: {response.status_code}")
    assert not failed
