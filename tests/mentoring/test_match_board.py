"""The match board: the best assignment, the reasons for each pair, and the coordinator who decides."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from careers.models import Municipality
from mentoring.matching.scores import best_assignment, best_pairs
from mentoring.models import Match, MatchingWeights, MatchingWish, Mentor, MentoringSignup
from mentoring.own_data import entries
from tests.factories import CareerFieldFactory, MentorFactory, MunicipalityFactory, SignupFactory, UserFactory

BOARD = "matches:board"
ZITTAU = {"slug": "zittau", "name": "Zittau", "latitude": "50.8960", "longitude": "14.8070"}
GOERLITZ = {"slug": "goerlitz", "name": "Görlitz", "latitude": "51.1560", "longitude": "14.9910"}


def person(factory, fields=(), **values):
    made = factory(**values)
    made.career_fields.set(fields)
    return made


def youth(*fields, **values):
    return person(SignupFactory, fields, eligible=True, **values)


def mentor(*fields, **values):
    return person(MentorFactory, fields, active=True, **values)


def pairs():
    return best_pairs(
        list(MentoringSignup.objects.searching()), list(Mentor.objects.with_free_places()), MatchingWeights()
    )


def matched():
    return {pair.signup: pair.mentor for pair in pairs()}


def text_of(response):
    return response.content.decode()


# The solver

points = st.integers(min_value=0, max_value=120)
matrices = st.integers(min_value=1, max_value=7).flatmap(
    lambda width: st.lists(st.lists(points, min_size=width, max_size=width), min_size=1, max_size=7)
)


def greedy(matrix, order):
    """Give each row, in this order, the best column that is left; return the sum."""
    free, total = set(range(len(matrix[0]))), 0
    for row in order:
        column = max(free, key=lambda column: matrix[row][column], default=None)
        if column is not None and matrix[row][column]:
            free.remove(column)
            total += matrix[row][column]
    return total


@hypothesis_settings(deadline=None, max_examples=300)
@given(matrix=matrices, seed=st.randoms(use_true_random=False))
def test_the_assignment_is_never_worse_than_any_greedy_order(matrix, seed):
    taken = best_assignment(matrix)
    rows, columns = [row for row, _ in taken], [column for _, column in taken]
    assert len(set(rows)) == len(rows)
    assert len(set(columns)) == len(columns)
    assert all(matrix[row][column] > 0 for row, column in taken)
    best = sum(matrix[row][column] for row, column in taken)
    for _ in range(10):
        assert best >= greedy(matrix, seed.sample(range(len(matrix)), len(matrix)))


def test_nobody_is_assigned_where_nobody_waits_or_is_free():
    assert best_assignment([]) == []
    assert best_assignment([[], []]) == []
    assert best_assignment([[0, 0]]) == []


# What counts


@pytest.mark.django_db
def test_shared_fields_bring_people_together_and_the_reasons_say_so():
    it, building = CareerFieldFactory(title="IT"), CareerFieldFactory(title="Bau")
    coder, builder = youth(it), youth(building)
    programmer, carpenter = mentor(it), mentor(building)
    assert matched() == {coder: programmer, builder: carpenter}
    assert pairs()[0].reasons[0] in ("Beide: IT", "Beide: Bau")
    assert "Begleitet noch niemanden" in pairs()[0].reasons


@pytest.mark.django_db
def test_the_nearer_one_is_chosen():
    south, north = MunicipalityFactory(**ZITTAU), MunicipalityFactory(**GOERLITZ)
    one, other = youth(municipality=south), youth(municipality=north)
    near_one, near_other = mentor(municipality=south), mentor(municipality=north)
    assert matched() == {one: near_one, other: near_other}
    assert "Im selben Ort" in pairs()[0].reasons
    Mentor.objects.filter(pk=near_one.pk).update(municipality=Municipality.objects.get(slug="goerlitz"))
    assert any("32 km auseinander" in pair.reasons for pair in pairs())


@pytest.mark.django_db
def test_a_wish_excludes_and_prefers():
    south, north = MunicipalityFactory(**ZITTAU), MunicipalityFactory(**GOERLITZ)
    signup = youth(municipality=south)
    german = mentor(municipality=south)
    polish = mentor(municipality=north, languages=["de", "pl"])
    assert matched() == {signup: german}
    wish = MatchingWish.objects.create(signup=signup, languages=["pl"])
    assert matched() == {signup: polish}
    assert "Spricht wie gewünscht Polnisch" in pairs()[0].reasons
    wish.furthest_km = 10
    wish.save()
    assert matched() == {}
    wish.languages, wish.furthest_km, wish.mentor = [], None, polish
    wish.save()
    assert matched() == {signup: polish}
    assert "Genau so gewünscht" in pairs()[0].reasons


@pytest.mark.django_db
def test_all_places_count_and_who_has_nobody_comes_first():
    busy, idle = mentor(capacity=2), mentor()
    Match.objects.propose(youth(), Mentor.objects.get(pk=busy.pk), UserFactory())
    first = youth()
    assert matched() == {first: idle}
    youth()
    assert sorted(pair.mentor.pk for pair in pairs()) == sorted([busy.pk, idle.pk])
    assert any("Begleitet schon eine Person" in pair.reasons for pair in pairs())
    youth()
    assert len(pairs()) == 2


@pytest.mark.django_db
def test_only_who_may_be_matched_is_looked_at():
    SignupFactory()
    MentorFactory(email_confirmed=True)
    mentor().pause()
    mentor().clearances.update(is_cleared=False)
    assert not list(MentoringSignup.objects.searching())
    assert not list(Mentor.objects.with_free_places())


# In the admin


@pytest.mark.django_db
def test_a_coordinator_reads_the_reasons_and_proposes(client, coordinator, mailoutbox):
    field = CareerFieldFactory(title="Elektro")
    signup, electrician = youth(field, email="mila@example.org"), mentor(field, email="ruth@example.org")
    alone = youth(CareerFieldFactory(title="Kunst"))
    page = text_of(client.get(reverse(BOARD)))
    for word in (signup.reference, electrician.reference, "Beide: Elektro", "Vorschlagen", "Ohne Vorschlag"):
        assert word in page
    assert page.index("Ohne Vorschlag") < page.rindex(alone.reference)
    for word in ("Mila", "Ruth", "Hänsel", "mila@", "ruth@", "Zimmermeisterin"):
        assert word not in page
    assert not Match.objects.exists()

    chosen = {"signup": signup.reference, "mentor": electrician.reference}
    assert "Beide bekommen jetzt eine Mail" in text_of(client.post(reverse(BOARD), chosen, follow=True))
    assert Match.objects.get().state == "proposed"
    assert "wird gerade niemand gesucht" in text_of(client.post(reverse(BOARD), chosen, follow=True))
    for nonsense in ({}, {"signup": "x", "mentor": "x"}):
        assert "nicht mehr dabei" in text_of(client.post(reverse(BOARD), nonsense, follow=True))


@pytest.mark.django_db
def test_weights_are_settings_of_the_coordination(client, coordinator):
    weights = {"fields": 0, "distance": 100, "furthest_km": 20, "languages": 0, "wish": 0, "places": 0}
    client.post(reverse(BOARD), {"action": "weights", **weights})
    assert MatchingWeights.current().distance == 100
    for wrong in ({"furthest_km": 0}, {"distance": 101}, {"fields": "viel"}):
        assert client.post(reverse(BOARD), {"action": "weights", **weights, **wrong}).status_code == 400
    assert MatchingWeights.objects.count() == 1


@pytest.mark.django_db
def test_a_coordinator_notes_a_wish(client, coordinator):
    signup, wanted = youth(), mentor()
    path = reverse("matches:wish", args=[signup.reference])
    assert wanted.reference in text_of(client.get(path))
    assert client.post(path, {"languages": ["tlh"]}).status_code == 400
    client.post(path, {"languages": ["de"], "furthest_km": "30", "mentor": wanted.pk})
    wish = MatchingWish.objects.get()
    assert (wish.signup, wish.languages, wish.furthest_km, wish.mentor) == (signup, ["de"], 30, wanted)
    told = {entry.name: entry.text for entry in entries(signup)}["wishes"]
    assert told == "Deutsch\nhöchstens 30 km entfernt\neine bestimmte Person"
    signup.withdraw()
    assert not MatchingWish.objects.exists()


@pytest.mark.django_db
def test_the_board_takes_the_same_queries_for_many(client, coordinator, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    field = CareerFieldFactory()
    youth(field), mentor(field)
    client.get(reverse(BOARD))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse(BOARD))
    for _ in range(5):
        youth(field), mentor(field)
    with django_assert_max_num_queries(len(one)):
        client.get(reverse(BOARD))


@pytest.mark.django_db
def test_nobody_else_gets_in(admin_client):
    signup = youth()
    for path in (reverse(BOARD), reverse("matches:wish", args=[signup.reference])):
        assert admin_client.get(path).status_code == 403
        assert admin_client.post(path, {}).status_code == 403
