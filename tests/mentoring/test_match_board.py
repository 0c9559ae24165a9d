"""The match board: the best assignment, the reasons for each pair, and the coordinator who decides."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from careers.models import Municipality
from mentoring.matching.scores import Scoring, best_assignment, best_pairs, without_pair
from mentoring.models import Match, MatchingWeights, MatchingWish, Mentor, MentoringSignup
from mentoring.models.match import NotPossibleError
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


def pairs(**weights):
    signups, mentors = list(MentoringSignup.objects.searching()), list(Mentor.objects.with_free_places())
    scoring = Scoring(MatchingWeights(**weights), Match.objects.past_ends(signups))
    return best_pairs(signups, mentors, scoring)


def declined(signup, whoever):
    """Let a youth say no to a mentor; both come back as they are then."""
    match = Match.objects.propose(signup, Mentor.objects.get(pk=whoever.pk), UserFactory())
    match.decline(match.signup)
    signup.refresh_from_db()
    return match


def matched_with(pairs):
    return {pair.signup: pair.mentor for pair in pairs}


def matched():
    return matched_with(pairs())


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
def test_nobody_is_said_to_accompany_somebody_who_does_not():
    free = mentor(capacity=3)
    for _ in range(3):
        youth()
    assert [pair.mentor for pair in pairs()] == [free] * 3
    reasons = [reason for pair in pairs() for reason in pair.reasons]
    assert reasons.count("Begleitet noch niemanden") == 3
    assert reasons.count("Steht hier auch bei jemand anderem") == 2


@pytest.mark.django_db
def test_a_pair_that_said_no_is_not_brought_together_again():
    signup, other = youth(), mentor()
    declined(signup, other)
    assert pairs() == []
    with pytest.raises(NotPossibleError, match="schon Nein gesagt"):
        Match.objects.propose(signup, other, UserFactory())
    second = mentor()
    assert matched() == {signup: second}


@pytest.mark.django_db
def test_a_proposal_that_nobody_answered_may_be_made_again_and_the_board_says_so():
    signup, other = youth(), mentor()
    Match.objects.propose(signup, Mentor.objects.get(pk=other.pk), UserFactory()).expire()
    (pair,) = pairs()
    assert "Schon einmal zusammengebracht, Ende: nicht beantwortet" in pair.concerns
    assert pair.is_poor  # no box ticks it along with those that fit


@pytest.mark.django_db
def test_the_young_get_nobody_who_lives_far_away_unless_they_wish_so():
    south, north = MunicipalityFactory(**ZITTAU), MunicipalityFactory(**GOERLITZ)
    child, near_grown = youth(municipality=south, age=13), mentor(municipality=north)
    assert pairs(young_km=30) == []
    assert matched_with(pairs(young_km=33)) == {child: near_grown}
    MatchingWish.objects.create(signup=child, furthest_km=40)
    assert matched_with(pairs(young_km=30)) == {child: near_grown}
    MentoringSignup.objects.filter(pk=child.pk).update(
        age=17, needs_guardian=False, guardian_name=None, guardian_email=None
    )
    MatchingWish.objects.all().delete()
    assert len(pairs(young_km=30)) == 1


@pytest.mark.django_db
def test_a_pair_with_nothing_in_common_is_marked():
    south, north = MunicipalityFactory(**ZITTAU), MunicipalityFactory(**GOERLITZ)
    it, building = CareerFieldFactory(title="IT"), CareerFieldFactory(title="Bau")
    youth(it, municipality=south), mentor(building, municipality=north)
    (pair,) = pairs(furthest_km=30)
    assert pair.is_poor
    assert pair.concerns == ["Kein Berufsfeld gemeinsam", "32 km auseinander"]
    Mentor.objects.get().career_fields.set([it])
    (pair,) = pairs(furthest_km=40)
    assert not pair.is_poor
    assert pair.concerns == []


@pytest.mark.django_db
def test_points_have_a_scale():
    south, field = MunicipalityFactory(**ZITTAU), CareerFieldFactory(title="IT")
    signup = youth(field, municipality=south)
    mentor(field, municipality=south)
    assert {(pair.points, pair.most) for pair in pairs()} == {(91, 91)}
    MatchingWish.objects.create(signup=signup, languages=["de"])
    assert {(pair.points, pair.most) for pair in pairs()} == {(101, 101)}


@pytest.mark.django_db
def test_who_stays_without_a_pair_learns_why():
    south, north = MunicipalityFactory(**ZITTAU), MunicipalityFactory(**GOERLITZ)
    child = youth(municipality=south, age=13)

    def why():
        signups, mentors = list(MentoringSignup.objects.searching()), list(Mentor.objects.with_free_places())
        scoring = Scoring(MatchingWeights(young_km=30), Match.objects.past_ends(signups))
        return {
            left.signup: left.why
            for left in without_pair(signups, mentors, best_pairs(signups, mentors, scoring), scoring)
        }

    assert why() == {child: ["Kein Platz ist frei"]}
    mentor(municipality=north)
    assert why() == {child: ["1 × zu weit entfernt"]}
    MatchingWish.objects.create(signup=child, languages=["pl"])
    assert why() == {child: ["1 × spricht nicht, was gebraucht wird"]}
    MatchingWish.objects.all().delete()
    near = mentor(municipality=south)
    declined(child, near)
    assert why() == {child: ["1 × hat schon jemand Nein gesagt", "1 × zu weit entfernt"]}


@pytest.mark.django_db
def test_only_who_may_be_matched_is_looked_at():
    SignupFactory()
    MentorFactory(email_confirmed=True)
    mentor().pause()
    mentor().clearances.update(is_cleared=False)
    assert not list(MentoringSignup.objects.searching())
    assert not list(Mentor.objects.with_free_places())


# In the admin


def chosen(signup, whoever):
    return f"{signup.reference}:{whoever.reference}"


@pytest.mark.django_db
def test_a_coordinator_reads_the_reasons_and_proposes(client, coordinator, mailoutbox):
    field = CareerFieldFactory(title="Elektro")
    signup, electrician = youth(field, email="mila@example.org"), mentor(field, email="ruth@example.org")
    alone = youth(CareerFieldFactory(title="Kunst"))
    page = text_of(client.get(reverse(BOARD)))
    for word in (signup.reference, electrician.reference, "Beide: Elektro", "Vorschlagen", "Ohne Vorschlag"):
        assert word in page
    assert page.index("Ohne Vorschlag") < page.rindex(alone.reference)
    assert "Die freien Plätze passen bei anderen besser" in page
    for word in ("Mila", "Ruth", "Hänsel", "mila@", "ruth@", "Zimmermeisterin"):
        assert word not in page
    assert not Match.objects.exists()

    form = {"only": chosen(signup, electrician)}
    page = text_of(client.post(reverse(BOARD), form, follow=True))
    assert f"{signup.reference} mit {electrician.reference}" in page
    assert "Beide bekommen jetzt eine Mail" in page
    assert Match.objects.get().state == "proposed"
    assert "wird gerade niemand gesucht" in text_of(client.post(reverse(BOARD), form, follow=True))
    for nonsense in ({"only": "x"}, {"only": "x:y"}, {"pair": [":", "\x00:\x00"]}):
        assert "nicht mehr dabei" in text_of(client.post(reverse(BOARD), nonsense, follow=True))
    assert "mindestens ein Paar" in text_of(client.post(reverse(BOARD), {}, follow=True))


@pytest.mark.django_db
def test_several_chosen_pairs_are_proposed_at_once(client, coordinator):
    youths, mentors = [youth() for _ in range(3)], [mentor() for _ in range(3)]
    Match.objects.propose(youths[2], Mentor.objects.get(pk=mentors[2].pk), coordinator)
    form = {"pair": [chosen(*pair) for pair in zip(youths, mentors, strict=True)]}
    page = text_of(client.post(reverse(BOARD), form, follow=True))
    assert "2 Vorschläge gemacht" in page
    assert f"{youths[2].reference} mit {mentors[2].reference}: Für diese Anmeldung wird gerade niemand gesucht." in page
    assert Match.objects.filter(state="proposed").count() == 3


@pytest.mark.django_db
def test_weights_are_settings_of_the_coordination(client, coordinator):
    weights = {"fields": 0, "distance": 100, "furthest_km": 20, "young_km": 25, "languages": 0, "wish": 0, "places": 0}
    saved = client.post(reverse(BOARD), {"action": "weights", **weights}, follow=True)
    assert "neu gerechnet" in text_of(saved)
    assert (MatchingWeights.current().distance, MatchingWeights.current().young_km) == (100, 25)
    for wrong in ({"furthest_km": 0}, {"distance": 101}, {"fields": "viel"}, {"young_km": 201}):
        assert client.post(reverse(BOARD), {"action": "weights", **weights, **wrong}).status_code == 400
    assert MatchingWeights.objects.count() == 1


@pytest.mark.django_db
def test_a_coordinator_notes_a_wish(client, coordinator):
    signup, wanted = youth(), mentor(CareerFieldFactory(title="Elektro"))
    path = reverse("matches:wish", args=[signup.reference])
    page = text_of(client.get(path))
    assert f"{wanted.reference}: außerhalb; Elektro; 1 von 1 Platz frei" in page
    assert client.post(path, {"languages": ["tlh"]}).status_code == 400
    values = {"languages": ["de"], "furthest_km": "30", "mentor": wanted.pk}
    assert "Die Wünsche sind gespeichert" in text_of(client.post(path, values, follow=True))
    wish = MatchingWish.objects.get()
    assert (wish.signup, wish.languages, wish.furthest_km, wish.mentor) == (signup, ["de"], 30, wanted)
    told = {entry.name: entry.text for entry in entries(signup)}["wishes"]
    assert told == "Deutsch\nhöchstens 30 km entfernt\neine bestimmte Person"
    signup.withdraw()
    assert not MatchingWish.objects.exists()


@pytest.mark.django_db
def test_a_wish_that_was_not_met_is_told_with_the_reason():
    field = CareerFieldFactory(title="IT")
    signup, wanted, other = youth(field), mentor(), mentor(field)
    MatchingWish.objects.create(signup=signup, mentor=wanted)
    (pair,) = pairs(wish=0)
    assert pair.mentor == other
    assert f"Gewünscht war {wanted.reference}: passt nach den Gewichten schlechter" in pair.concerns
    Match.objects.propose(youth(), Mentor.objects.get(pk=wanted.pk), UserFactory())
    (pair,) = pairs()
    assert f"Gewünscht war {wanted.reference}: ist gerade nicht frei" in pair.concerns
    Match.objects.all().delete()
    declined(signup, wanted)
    assert any(f"Gewünscht war {wanted.reference}: hat schon jemand Nein gesagt" in pair.concerns for pair in pairs())


@pytest.mark.django_db
def test_a_coordinator_chooses_somebody_else_from_a_list_with_reasons(client, coordinator):
    field = CareerFieldFactory(title="Elektro")
    signup = youth(field)
    fitting, other, full, _other_language = mentor(field), mentor(), mentor(), mentor(languages=["pl"])
    no = mentor()
    Match.objects.propose(youth(), Mentor.objects.get(pk=full.pk), coordinator)
    declined(signup, no)
    MatchingWish.objects.create(signup=signup, languages=["de"])
    path = reverse("matches:choose", args=[signup.reference])
    page = text_of(client.get(path))
    assert page.index(fitting.reference) < page.index(other.reference) < page.index(full.reference)
    for word in ("Beide: Elektro", "Hat gerade keinen Platz frei", "Spricht nicht", "Hat schon jemand Nein gesagt"):
        assert word in page
    assert page.count("Vorschlagen</button>") == 2
    inbox = reverse("inbox:index")
    answer = client.post(path, {"mentor": other.reference, "next": inbox}, follow=True)
    assert answer.redirect_chain[-1][0] == inbox
    assert f"{signup.reference} mit {other.reference}" in text_of(answer)
    assert Match.objects.open().filter(signup=signup).get().mentor == other
    assert "wird gerade niemand gesucht" in text_of(client.get(path))
    assert client.post(path, {"mentor": "x", "next": "https://example.org/"}).url == reverse(BOARD)


@pytest.mark.django_db
def test_a_proposal_is_withdrawn_with_one_button(client, coordinator):
    match = Match.objects.propose(youth(), mentor(), coordinator)
    path = reverse("matches:detail", args=[match.reference])
    page = text_of(client.get(path))
    assert "Vorschlag zurückziehen" in page
    assert "Warum endet es?" not in page
    assert "Der Vorschlag ist zurückgezogen" in text_of(client.post(path, {"action": "withdraw"}, follow=True))
    match.refresh_from_db()
    assert (match.state, match.end, match.signup.state) == ("ended", "by_coordination", "eligible")
    assert "nicht mehr" in text_of(client.post(path, {"action": "withdraw"}, follow=True))


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
    names = ("matches:wish", "matches:choose")
    for path in (reverse(BOARD), *(reverse(name, args=[signup.reference]) for name in names)):
        assert admin_client.get(path).status_code == 403
        assert admin_client.post(path, {}).status_code == 403
