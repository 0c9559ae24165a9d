"""Every address, asked by everybody with every method: who gets in, and that nobody else reads a word about people.

A new address needs a rule here: which part of the site it belongs to follows from its path.
"""

import re
from http import HTTPStatus

import pytest
from django.db import transaction
from django.test import Client

from tests.factories import ImageFactory, UserFactory
from tests.routes import World, routes
from tests.second_factor import add_app, log_in

pytestmark = pytest.mark.django_db

# Stands in everything that somebody typed.
NAME = "Kanarienvogel"
METHODS = ("GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE")

# Who gets into which part with a login. The first pattern that fits the path counts.
NOBODY, COORDINATORS, EDITORS, STAFF, ALL = "nobody", "coordinators", "editors", "staff", "all"
PARTS = [
    (r"/admin/(login|logout|password_reset|second-factor/challenge|sprite|jsi18n)/", ALL),
    (r"/admin/(account|second-factor|dismissibles)/|/admin/$", STAFF),
    (r"/admin/(inbox|mentoring|mentors|matches|visits|figures)/", COORDINATORS),
    (r"/admin/snippets/(choose/)?mentoring/guardiantext/", EDITORS),
    # What the mentoring has in the admin besides needs a rule of its own.
    (r"/admin/.*mentoring", NOBODY),
    (r"/admin/failwhale/", NOBODY),
    (r"/admin/", EDITORS),
    (
        r"/(api|documents|media|_util)/|/(healthz|sitemap.xml|robots.txt|.well-known/security.txt|serviceworker.js|manifest.json)$",
        ALL,
    ),
    (r"/(embed|schulen)/|/(embed\.js|oembed)$", ALL),
    (r"/(offline|merkliste|suche|interessencheck|karte|termine|unternehmen)/|/geschichten/geschichten.atom$", ALL),
    # What stands behind a link with a token is for who has the link; logging in changes nothing.
    (r"/mentoring/", ALL),
    (r"/%\(_0\)s$", ALL),
]
# Roles: the group, and whether the second factor was shown. Who needs none has none.
ROLES = {
    "visitor": set(),
    "Redaktion": {EDITORS, STAFF},
    "Chefredaktion": {EDITORS, STAFF},
    "Koordination": {COORDINATORS, STAFF},
    "Koordination without factor": set(),
    "superuser": {EDITORS, STAFF},
    "superuser without factor": set(),
}
# Of Wagtail itself: its test of the error page, and forms that it cannot read when a program sends nothing at all.
FAILS = {("/admin/failwhale/", method) for method in METHODS} | {
    ("/admin/pages/%(page_id)s/edit/", "POST"),
    ("/admin/pages/%(page_id)s/copy/", "POST"),
    ("/admin/choose-external-link/", "POST"),
}
ROUTES = routes()


def part_of(route):
    return next((part for pattern, part in PARTS if re.match(pattern, route.template)), None)


def is_wagtails(route):
    return route.module.startswith("wagtail")


def methods(role, route):
    """All of them for what is ours. Wagtail's views know two; how they refuse another one is seen once for each."""
    if is_wagtails(route):
        other = METHODS[2 + ROUTES.index(route) % (len(METHODS) - 2)]
        # The two editors get into the same, and the superuser into all of it.
        some = {"superuser": ("GET", "POST", other), "Redaktion": ("GET",), "Chefredaktion": ("POST",)}
        return some.get(role, ("GET", "POST"))
    return ("GET", "POST") if part_of(route) == ALL and role != "visitor" else METHODS


def log_in_as(role):
    client = Client(raise_request_exception=False)
    name, _, without_factor = role.partition(" without ")
    if name == "visitor":
        return client
    user = UserFactory(is_superuser=True, is_staff=True) if name == "superuser" else UserFactory(groups=[name])
    if without_factor:
        add_app(user)
        client.force_login(user)
    elif name in {"superuser", "Koordination"}:
        log_in(client, user)
    else:
        client.force_login(user)
    return client


def ask(client, method, path, **options):
    """Return the answer and everything it says, and undo what it did."""
    with transaction.atomic():
        response = client.generic(method, path, **options)
        text = b"".join(response.streaming_content) if response.streaming else response.content
        transaction.set_rollback(True)
    return response, f"{response.headers}\n{text.decode(errors='replace')}"


def refuses(response):
    """Whether an answer is none: to the login or the second factor, back to the start of the admin, or refused."""
    if response.status_code == HTTPStatus.FOUND:
        return bool(re.match(r"/admin/(login/|second-factor/|$)", response["Location"].split("?")[0]))
    return response.status_code in {403, 404, 405, 409, 410}


@pytest.fixture
def world():
    ImageFactory(title="Gruppenbild")
    return World(NAME)


def test_each_address_belongs_to_a_part():
    assert [str(route) for route in ROUTES if part_of(route) is None] == []
    coordinators = {route.module for route in ROUTES if part_of(route) == COORDINATORS}
    assert all(module.startswith("mentoring.") for module in coordinators)
    # Whatever the mentoring shows in the admin stands in the coordinators' part, or is about the second factor.
    elsewhere = {
        route.module
        for route in ROUTES
        if route.template.startswith("/admin/")
        and route.module.startswith("mentoring.")
        and part_of(route) != COORDINATORS
    }
    assert elsewhere == {"mentoring.second_factor.views"}


@pytest.mark.parametrize("role", ROLES)
def test_who_gets_in_and_who_reads_of_people(world, role):
    client = log_in_as(role)
    wrong = []
    for route in ROUTES:
        part, path = part_of(route), world.path_of(route)
        if part == ALL and role.endswith("without factor"):
            continue  # the same as for visitors
        for method in methods(role, route):
            response, text = ask(client, method, path)
            found = f"{method} {route}: {response.status_code}"
            if response.status_code >= 500 and not (ROLES[role] and (route.template, method) in FAILS):
                wrong.append(found)
            elif part != ALL and part not in ROLES[role] and not refuses(response) and response.status_code < 500:
                wrong.append(f"{found}, though it is for {part}")
            if NAME.lower() in text.lower() and not route.purpose:
                wrong.append(f"{found} with a name")
    assert wrong == []


def test_coordinators_reach_their_part_and_it_names_nobody(world):
    """Without this, the test above would hold for a door that lets nobody in."""
    client = log_in_as("Koordination")
    for route in ROUTES:
        if part_of(route) == COORDINATORS:
            response, text = ask(client, "GET", world.path_of(route))
            assert response.status_code == 200, route
            assert NAME not in text, route


def test_wagtails_api_lists_titles_to_editors_and_none_to_who_only_coordinates(world):
    """It asks for no right beyond entering the admin, so the gate before it must."""
    lists = [route for route in ROUTES if re.match(r"/admin/api/main/(pages|images|documents)/$", route.template)]
    assert len(lists) == 3
    readers = {role: log_in_as(role) for role in ("Redaktion", "Koordination", "Koordination without factor")}
    for route in lists:
        answers = {role: ask(client, "GET", world.path_of(route)) for role, client in readers.items()}
        assert answers["Redaktion"][0].status_code == 200
        for role in ("Koordination", "Koordination without factor"):
            assert refuses(answers[role][0])
            assert "Gruppenbild" not in answers[role][1]
    assert "Gruppenbild" in ask(readers["Redaktion"], "GET", "/admin/api/main/images/")[1]


def without_tokens(text):
    """The text of an answer, without what differs each time, and without space: pages in the cache have less of it."""
    body = "".join(text.partition("\n")[2].split())
    return re.sub(r'(value|href|action|content)="[^"]*"|"[0-9a-f]{24,}[^"]*"', "", body)


@pytest.mark.parametrize("role", ["Chefredaktion", "Koordination", "superuser"])
def test_what_is_public_is_the_same_for_who_is_logged_in(world, role):
    visitor, client = Client(), log_in_as(role)
    ours = [route for route in ROUTES if not is_wagtails(route) and not route.template.startswith("/admin/")]
    assert len(ours) > 40
    for route in ours:
        path = world.path_of(route)
        (theirs, their_text), (response, text) = ask(visitor, "GET", path), ask(client, "GET", path)
        assert response.status_code == theirs.status_code, route
        assert without_tokens(text) == without_tokens(their_text), route


def test_in_the_admin_nothing_is_done_without_a_csrf_token(world):
    client = log_in_as("superuser")
    client.handler.enforce_csrf_checks = True
    done = [
        f"{method} {route}: {response.status_code}"
        for route in ROUTES
        if route.template.startswith("/admin/")
        for method in ("POST", "PUT", "PATCH", "DELETE")
        if (response := ask(client, method, world.path_of(route))[0]).status_code not in {403, 405}
    ]
    assert done == []
