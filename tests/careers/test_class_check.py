"""The interest check of a class: sums that are shown once, and nothing about anybody."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from careers.interest import RIASEC
from careers.models import ClassCheck, ClassSum, InterestStatement
from careers.models.class_check import LETTERS, Contribution
from cms.models import ContentGeneration
from tests.factories import CareerFieldFactory, InterestStatementFactory, OccupationFactory, interest_check_page

pytestmark = pytest.mark.django_db

START, COUNT, COUNTED, CHECK = (
    "/schulen/klasse/",
    "/interessencheck/mitzaehlen/",
    "/interessencheck/mitgezaehlt/",
    "/interessencheck/",
)
PRACTICAL = {"R": 90, "I": 60, "A": 0, "S": 30, "E": 10, "C": 40}


@pytest.fixture
def teacher(client):
    """The address at which a class is closed."""
    response = client.post(START)
    assert response.status_code == 303
    return response["Location"].partition("#")[0]


@pytest.fixture
def code(teacher):
    return ClassCheck.objects.get().code


def send(client, code, key=None, fields=(), **points):
    data = {"klasse": code, "schluessel": str(key or uuid4()), "feld": fields, **(points or PRACTICAL)}
    return client.post(COUNT, data)


def text_of(response):
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


def means(response):
    found = re.findall(r'data-dimension="(\w)">\d+</meter>\s*<span data-points>([\d–]+)<', response.content.decode())
    return dict(found)


def test_a_teacher_gets_a_code_and_the_only_link_that_closes_it(client, teacher, code):
    page = client.get(teacher)
    assert page.status_code == 200
    assert set(code) <= set(LETTERS)
    assert f"{code[:3]} {code[3:]}" in text_of(page)
    assert f"{CHECK}?klasse={code}" in page.content.decode()
    assert "weniger als 5 Handys" in text_of(page)
    # 256 bits, of which the database knows the hash only.
    token = teacher.rstrip("/").rpartition("/")[2]
    assert len(token) == 43
    assert token not in str(list(ClassCheck.objects.values_list()))
    # The address stands nowhere in the page that it leads to.
    assert token not in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page["Cache-Control"]
    assert not page.cookies


def test_five_phones_make_a_result_that_is_shown_once(client, teacher, code):
    CareerFieldFactory(slug="elektro", title="Elektro")
    CareerFieldFactory(slug="bau", title="Bau")
    for number in range(5):
        response = send(client, code, fields=["elektro", "bau"] if number < 4 else ["elektro"], **PRACTICAL)
        assert response.status_code == 303
    result = client.post(teacher)
    assert result.status_code == 200
    assert "no-store" in result["Cache-Control"]
    assert "5 Handys haben mitgezählt" in text_of(result)
    assert means(result) == {letter: str(points) for letter, points in PRACTICAL.items()}
    assert "Elektro" in text_of(result)
    # Of the fifth one could say that it was not suggested Bau; and four are too few.
    assert "Bau" not in text_of(result)
    assert not ClassCheck.objects.exists()
    assert not ClassSum.objects.exists()
    for again in (client.post(teacher), client.get(teacher)):
        assert again.status_code == 410
        assert "90" not in text_of(again)
        assert "Elektro" not in text_of(again)
    assert send(client, code).status_code == 404


def test_four_phones_make_none_and_nothing_stays(client, teacher, code):
    for _ in range(4):
        send(client, code)
    result = client.post(teacher)
    assert result.status_code == 200
    assert "Weniger als 5 Handys" in text_of(result)
    assert means(result) == {}
    assert not re.search(r"\b4\b", text_of(result))
    assert not ClassSum.objects.exists()


def test_a_dimension_that_four_answered_is_not_told(client, teacher, code):
    for number in range(6):
        send(client, code, R=50, **({"S": 80} if number < 4 else {}))
    assert means(client.post(teacher)) == {"R": "50", "S": "–", "I": "–", "A": "–", "E": "–", "C": "–"}


def test_means_are_rounded_so_that_nobody_reckons_back(client, teacher, code):
    for points in (0, 0, 0, 0, 67):
        send(client, code, R=points)
    assert means(client.post(teacher))["R"] == "15"


def test_a_share_hides_how_few_are_left_over(client, teacher, code):
    check = ClassCheck.objects.get()
    check.phones = 10
    for slug, title, number in (("a", "Elektro", 10), ("b", "Bau", 9), ("c", "Kunst", 5), ("d", "Medien", 5)):
        CareerFieldFactory(slug=slug, title=title)
        ClassSum.objects.create(class_check=check, key=f"feld:{slug}", number=number)
    assert check.result().fields == [
        ("Elektro", "bei etwa 10 von 10 Handys"),
        ("Bau", "bei mindestens 5 Handys"),
        ("Kunst", "bei etwa 5 von 10 Handys"),
    ]


def test_a_phone_that_asks_again_counts_once(client, teacher, code):
    key = uuid4()
    assert [send(client, code, key).status_code for _ in range(3)] == [303] * 3
    check = ClassCheck.objects.get()
    assert check.phones == 1
    assert check.sums.get(key="R").total == 90


def test_what_is_stored_tells_of_no_phone(client, teacher, code):
    """The keys are hashed and sorted: neither they nor their order lead to a phone or to what it added."""
    keys = [uuid4() for _ in range(8)]
    for number, key in enumerate(keys):
        send(client, code, key, R=number)
    check = ClassCheck.objects.get()
    assert check.counted == sorted(check.counted)
    assert len(check.counted) == 8
    stored = str(list(ClassCheck.objects.values_list())) + str(list(ClassSum.objects.values_list()))
    assert not [key for key in keys if str(key) in stored or key.hex in stored]
    assert ClassSum.objects.count() == 1
    assert ClassSum.objects.get().total == sum(range(8))


def test_a_code_may_be_typed_in_any_way(client, teacher, code):
    assert send(client, f" {code[:3].lower()}-{code[3:].lower()} ").status_code == 303


@pytest.mark.parametrize(
    ("change", "status", "message"),
    [
        ({"klasse": ""}, 422, "Trag den Code ein"),
        ({"klasse": "ABC"}, 422, "Ein Code hat sechs Buchstaben."),
        ({"klasse": "QQQQQQ"}, 404, "Diesen Code gibt es nicht"),
        ({"klasse": "Q" * 5000}, 422, "Ein Code hat sechs Buchstaben."),
        ({"klasse": "QQQ\0QQ"}, 422, "stimmt nicht"),
        ({"klasse": "QQQ\ud800QQ"}, 422, "Ein Code hat sechs Buchstaben."),
        ({"schluessel": "1"}, 422, "Lad den Interessencheck neu"),
        ({"schluessel": ""}, 422, "Lad den Interessencheck neu"),
        ({"R": "101"}, 422, "Lad den Interessencheck neu"),
        ({"R": "-1"}, 422, "Lad den Interessencheck neu"),
        ({"R": "9" * 5000}, 422, "Lad den Interessencheck neu"),
        ({"R": "viel"}, 422, "Lad den Interessencheck neu"),
        (dict.fromkeys(RIASEC, ""), 422, "Lad den Interessencheck neu"),
    ],
)
def test_what_does_not_count_is_explained_in_german(client, code, change, status, message):
    sent = {"klasse": code, "schluessel": str(uuid4()), **PRACTICAL, **change}
    body = "&".join(f"{name}={encoded(value)}" for name, value in sent.items())
    response = client.post(COUNT, body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == status
    assert message in text_of(response)
    assert ClassCheck.objects.get().phones == 0


def encoded(value):
    return "".join(f"%{byte:02X}" for byte in str(value).encode(errors="surrogatepass"))


def test_what_was_refused_can_be_sent_again_without_script(client, code):
    CareerFieldFactory(slug="elektro")
    page = send(client, "QQQQQQ", fields=["elektro"], **PRACTICAL).content.decode()
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]+)"', page))
    assert hidden.pop("feld") == "elektro"
    assert client.post(COUNT, {**hidden, "feld": "elektro", "klasse": code}).status_code == 303
    assert ClassSum.objects.get(key="R").total == 90
    assert ClassSum.objects.get(key="feld:elektro").number == 1


@pytest.mark.parametrize("body", [b"\xff\xfe=\xff", b"x=1&" * 20000, b'{"klasse": 1}'])
def test_a_body_that_is_no_form_is_refused(client, body):
    for content_type in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json"):
        assert client.post(COUNT, body, content_type=content_type).status_code in (400, 413, 422)


def test_a_field_that_is_not_public_is_not_counted(client, code):
    CareerFieldFactory(slug="elektro", live=False)
    assert send(client, code, fields=["elektro", "gibt-es-nicht", "x" * 5000]).status_code == 303
    assert not ClassSum.objects.filter(key__startswith="feld:").exists()


def test_a_class_has_room_for_so_many_phones(client, code):
    ClassCheck.objects.update(phones=250)
    response = send(client, code)
    assert response.status_code == 409
    assert "schon 250 Handys" in text_of(response)


def test_forms_of_other_sites_do_nothing(client, teacher, code):
    foreign = {"Sec-Fetch-Site": "cross-site"}
    sent = {"klasse": code, "schluessel": str(uuid4()), **PRACTICAL}
    assert client.post(START, headers=foreign).status_code == 403
    assert client.post(teacher, headers=foreign).status_code == 403
    assert client.post(COUNT, sent, headers=foreign).status_code == 403
    assert ClassCheck.objects.get().phones == 0


def test_a_look_changes_nothing(client, teacher, code):
    for _ in range(3):
        client.get(teacher)
        client.head(teacher)
    assert client.get(COUNT).status_code == 302
    assert client.get(START).status_code == 200
    assert ClassCheck.objects.count() == 1


def test_who_guesses_codes_has_to_wait_and_a_right_one_is_no_exception(client, code, settings):
    settings.CLASS_CHECK_WRONG_CODES_PER_HOUR = 3
    assert [send(client, "QQQQQQ").status_code for _ in range(3)] == [404] * 3
    assert send(client, "QQQQQQ").status_code == 429
    assert send(client, code).status_code == 429
    interest_check_page()
    assert client.get(CHECK, {"klasse": code}).status_code == 429
    assert ClassCheck.objects.get().phones == 0


def test_right_codes_of_a_whole_school_get_through(client, code, settings):
    settings.CLASS_CHECK_WRONG_CODES_PER_HOUR = 3
    assert {send(client, code).status_code for _ in range(40)} == {303}


def test_floods_are_asked_to_wait(client, code, settings):
    settings.CLASS_CHECKS_PER_HOUR = settings.CLASS_CHECK_PHONES_PER_HOUR = 1
    assert client.post(START).status_code == 429
    assert [send(client, code).status_code for _ in range(2)] == [303, 429]


def test_a_class_ends_by_itself_and_its_sums_are_never_seen(client, teacher, code):
    for _ in range(6):
        send(client, code)
    ClassCheck.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(teacher).status_code == 410
    assert client.post(teacher).status_code == 410
    assert send(client, code).status_code == 404
    other = ClassCheck.objects.start()
    call_command("sweep_class_checks", verbosity=0)
    assert list(ClassCheck.objects.all()) == [ClassCheck.objects.find(other)]
    assert not ClassSum.objects.exists()


def test_classes_leave_the_page_cache_alone(client, code):
    before = ContentGeneration.current()
    send(client, code)
    ClassCheck.objects.get().close()
    assert ContentGeneration.current() == before


@pytest.fixture
def check_page():
    page = interest_check_page()
    statements = [{"dimension": letter, "text": f"Szene {letter}{number}."} for letter in RIASEC for number in range(2)]
    InterestStatement.objects.bulk_create(InterestStatementFactory.build(**fields) for fields in statements)
    return page


def test_without_script_the_result_carries_a_button(client, teacher, code, check_page):
    OccupationFactory(title="Mechatronik", strengths="R", parent=CareerFieldFactory(slug="elektro", title="Elektro"))
    invited = client.get(CHECK, {"klasse": code})
    assert invited.status_code == 200
    assert "Du machst mit deiner Klasse mit" in text_of(invited)
    assert "no-store" in invited["Cache-Control"]
    answers = {f"satz-{one.pk}": "3" if one.dimension == "R" else "0" for one in InterestStatement.objects.all()}
    result = client.post(f"{CHECK}?klasse={code}", answers)
    assert result.status_code == 200
    form = result.content.decode().partition(f'action="{COUNT}"')[2].partition("</form>")[0]
    assert f'value="{code}"' in form
    sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    assert {letter: sent[letter] for letter in RIASEC} == {**dict.fromkeys(RIASEC, "0"), "R": "100"}
    # Nothing counts before the button is pressed.
    assert ClassCheck.objects.get().phones == 0
    sent["klasse"] = code
    assert client.post(COUNT, sent)["Location"] == f"{COUNTED}#inhalt"
    assert ClassCheck.objects.get().phones == 1
    assert ClassSum.objects.get(key="feld:elektro").number == 1
    assert client.get(COUNTED).status_code == 200


@pytest.mark.parametrize("wrong", ["QQQQQQ", "ABC", "x\u00e4", "9" * 500])
def test_the_check_of_a_wrong_code_says_so_and_works_without(client, check_page, wrong):
    page = client.get(CHECK, {"klasse": wrong})
    assert page.status_code == 404
    assert "Diesen Code gibt es nicht" in text_of(page)
    assert "Wie sehr ist das deins?" in text_of(page)
    assert "no-store" in page["Cache-Control"]


def test_the_check_without_a_code_is_the_same_for_all(client, check_page):
    page = client.get(CHECK)
    assert page.status_code == 200
    assert "no-store" not in page["Cache-Control"]
    # A key in a cached page would be everybody's.
    assert 'name="schluessel"' not in page.content.decode()


def test_a_filled_class_survives_a_result_that_cannot_be_shown(client, teacher, code, monkeypatch):
    for _ in range(5):
        send(client, code)
    monkeypatch.setattr("careers.class_check.views.TeacherView.show", lambda *args, **options: 1 / 0)
    client.raise_request_exception = False
    assert client.post(teacher).status_code == 500
    assert ClassCheck.objects.get().phones == 5


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_phones_at_the_same_moment_are_all_counted():
    CareerFieldFactory(slug="elektro")
    ClassCheck.objects.start()
    code = ClassCheck.objects.get().code
    keys = [str(number // 2) for number in range(32)]

    def add(key):
        try:
            ClassCheck.objects.add(code, key, Contribution({"R": 50, "S": 10}, ["elektro"]))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(add, keys))
    check = ClassCheck.objects.get()
    assert check.phones == len(check.counted) == 16
    assert {one.key: (one.number, one.total) for one in check.sums.all()} == {
        "R": (16, 800),
        "S": (16, 160),
        "feld:elektro": (16, 0),
    }


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_taps_on_close_make_one_result():
    ClassCheck.objects.start()
    check = ClassCheck.objects.get()
    for number in range(5):
        ClassCheck.objects.add(check.code, str(number), Contribution({"R": 50}, []))

    def close(number):
        try:
            return check.close().is_enough
        except ClassCheck.DoesNotExist:
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(close, range(4))) == 1
    assert not ClassSum.objects.exists()
