"""A youth asks to see a company from inside; the coordination arranges it, and nobody else hears of it."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cms.models import SiteSettings
from mentoring.inbox import waiting
from mentoring.models import AuditEvent, MentoringSignup, OutgoingMail, SignupToken, Visit
from mentoring.models.signup import WrongStateError
from tests.factories import CompanyFactory, SignupFactory, UserFactory
from tests.mentoring.links import link_in
from tests.mentoring.test_form import filled_in, token_of

pytestmark = pytest.mark.django_db
FORM = "/mentoring/besuch/werk/"


@pytest.fixture(autouse=True)
def _mails_go_out_at_once(monkeypatch):
    """Within a test's transaction nothing is ever committed: deliver when the mail is queued."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda callback, **options: callback())


@pytest.fixture
def company(signup_page):
    return CompanyFactory(slug="werk", title="Werk Nord", offers_visits=True)


@pytest.fixture
def form(company, client):
    """What the browser sends when the form on the way from the company's page is filled in."""
    return {"token": token_of(client.get(FORM)), "visit": "werk", **filled_in()}


def text_of(response):
    return unescape(response.content.decode())


def visit_of(company, **fields):
    signup = SignupFactory(eligible=True, **fields)
    signup.ask_for_visit(company)
    return signup.visits.get()


def own_page_of(signup):
    token = SignupToken.issue(signup, SignupToken.Purpose.OWN_PAGE, timedelta(hours=1))
    return reverse("mentoring-own", args=[token])


def tomorrow():
    return timezone.localdate() + timedelta(days=1)


# The way there


def test_only_a_company_that_takes_visits_leads_to_the_form(company, client):
    quiet = CompanyFactory()
    assert f'href="{FORM}"' in text_of(client.get(company.url))
    assert "/mentoring/besuch/" not in text_of(client.get(quiet.url))


def test_the_form_says_what_a_visit_is_and_is_kept_in_no_cache(company, client):
    response = client.get(FORM)
    page = text_of(response)
    for words in ("Werk Nord kennenlernen", "Unter 15 darfst du nicht mitarbeiten", "kein Praktikum"):
        assert words in page
    assert '<input type="hidden" name="visit" value="werk"' in page
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies


def test_there_is_no_form_for_a_company_that_is_not_on_the_site(company, client):
    company.unpublish()
    assert client.get(FORM).status_code == 404
    assert client.get("/mentoring/besuch/gibt-es-nicht/").status_code == 404


# The rules of the signup


def test_a_form_becomes_a_signup_with_a_wish_and_the_company_hears_nothing(form, company, client, mailoutbox):
    company.contact_email = "chefin@example.org"
    company.save()
    response = client.post(FORM, form)
    assert (response.status_code, response["Location"]) == (303, "/mentoring/danke/#inhalt")
    visit = Visit.objects.get()
    assert (visit.signup, visit.company.slug, visit.state) == (MentoringSignup.objects.get(), "werk", "asked")
    assert [mail.to for mail in mailoutbox] == [["mila@example.org"]]
    assert AuditEvent.objects.of(visit)[0].kind == "visit_asked"


def test_a_form_sent_twice_makes_one_wish(form, client):
    assert {client.post(FORM, form).status_code for _ in range(2)} == {303}
    assert Visit.objects.count() == 1


def test_errors_keep_the_wish_and_what_was_typed(form, client):
    response = client.post(FORM, {**form, "email": "mila", "age": "14"})
    page = text_of(response)
    assert response.status_code == 400
    assert "Unter 16 brauchen wir hier den Namen" in page
    assert 'value="mila"' in page
    assert 'name="visit" value="werk"' in page


def test_the_trap_and_foreign_sites_are_refused_here_too(form, client):
    assert client.post(FORM, {**form, "homepage": "x"}).status_code == 400
    assert client.post(FORM, form, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert not MentoringSignup.objects.exists()


@pytest.mark.parametrize("slug", ["gibt-es-nicht", "werk\x00", "a" * 300])
def test_a_company_that_is_not_known_is_refused_at_the_form(form, client, slug):
    response = client.post(FORM, {**form, "visit": slug})
    assert response.status_code == 400
    assert 'role="alert"' in text_of(response)
    assert not MentoringSignup.objects.exists()


def test_who_comes_too_late_for_a_visit_can_send_the_signup_without(form, company, client):
    company.offers_visits = False
    company.save()
    response = client.post(FORM, form)
    page = text_of(response)
    assert response.status_code == 400
    assert "Dieser Betrieb nimmt gerade keine Besuche an" in page
    assert 'value="mila@example.org"' in page
    assert 'name="visit"' not in page
    assert client.post(FORM, {name: value for name, value in form.items() if name != "visit"}).status_code == 303
    assert not Visit.objects.exists()


def test_a_known_address_gets_the_same_answer_and_a_link_instead_of_a_wish(form, client, mailoutbox):
    signup = SignupFactory(email="mila@example.org", eligible=True)
    assert client.post(FORM, form).status_code == 303
    assert not Visit.objects.exists()
    assert "um einen Besuch" in mailoutbox[0].body
    path = link_in(mailoutbox[0])
    client.post(f"{path}besuch/", {"visit": "werk"})
    assert signup.visits.get().company.slug == "werk"


@pytest.mark.parametrize("nothing", ["", None])
def test_the_api_takes_the_wish_along_and_does_without(company, client, signup, nothing):
    def send(key, **changes):
        headers = {"Idempotency-Key": f"00000000-0000-4000-8000-00000000000{key}"}
        body = {**signup, **changes}
        return client.post("/api/v1/mentoring/signups/", body, content_type="application/json", headers=headers)

    assert send(1, visit="werk").status_code == 201
    assert Visit.objects.get().signup.first_name == "Mila"
    assert send(2, visit=nothing, email="other@example.org").status_code == 201
    refused = send(3, visit="atlantis", email="third@example.org")
    assert refused.status_code == 400
    assert refused.json()["errors"]["visit"] == ["Dieser Betrieb nimmt gerade keine Besuche an."]
    assert Visit.objects.count() == 1


def test_a_guardian_reads_which_company_it_is_before_consenting(form, client, mailoutbox):
    client.post(FORM, {**form, "age": "14", "guardian_name": "Jana Kern", "guardian_email": "jana@example.org"})
    assert [item for item in waiting() if "Besuch" in str(item.task)] == []
    client.post(link_in(mailoutbox[0]))
    consent = link_in(mailoutbox[1])
    for language in ("de", "pl", "cs", "en", "hsb"):
        assert "Werk Nord" in text_of(client.get(f"{consent}?sprache={language}"))
    client.post(consent, {"decision": "consent"})
    assert "Besuch ausmachen: Werk Nord" in [str(item.task) for item in waiting()]


# The own page


def test_who_takes_part_asks_from_the_own_page_for_one_visit_at_a_time(company, client):
    signup = SignupFactory(eligible=True)
    path = own_page_of(signup)
    assert 'href="besuch/"' in text_of(client.get(path))
    response = client.post(f"{path}besuch/", {"visit": "werk"})
    assert (response.status_code, response["Location"]) == (303, "../#inhalt")
    page = text_of(client.get(path))
    assert "Du möchtest diesen Betrieb besuchen: Werk Nord" in page
    assert 'href="besuch/"' not in page
    assert client.post(f"{path}besuch/", {"visit": "werk"}).status_code == 303
    assert signup.visits.count() == 1
    assert "Das geht gerade nicht" in text_of(client.get(f"{path}besuch/"))


def test_a_wrong_choice_is_said_at_the_field(company, client):
    path = own_page_of(SignupFactory(eligible=True))
    for slug in ("", "atlantis", "\x00"):
        response = client.post(f"{path}besuch/", {"visit": slug})
        assert response.status_code == 400
        assert re.search(r'id="id_visit_error"', text_of(response))
    assert not Visit.objects.exists()


@pytest.mark.parametrize("state", ["email_confirmed", "completed", "ended"])
def test_who_does_not_take_part_yet_or_any_more_cannot_ask(company, client, state):
    signup = SignupFactory(email_confirmed=True)
    MentoringSignup.objects.update(state=state)
    signup.refresh_from_db()
    with pytest.raises(WrongStateError):
        signup.ask_for_visit(company)
    assert 'href="besuch/"' not in text_of(client.get(own_page_of(signup)))


def test_where_no_company_takes_visits_nobody_is_led_to_ask(company, client):
    company.offers_visits = False
    company.save()
    assert "Besuch" not in text_of(client.get(own_page_of(SignupFactory(eligible=True))))


def test_a_wish_is_withdrawn_by_one_tap_and_leaves_nothing(company, client, mailoutbox):
    visit = visit_of(company)
    client.post(own_page_of(visit.signup), {"decision": "withdraw_visit"})
    assert not Visit.objects.exists()
    assert not mailoutbox
    assert AuditEvent.objects.of(visit)[0].kind == "withdrawn"


def test_the_link_of_another_mail_does_not_ask(company, client):
    token = SignupToken.issue(SignupFactory(eligible=True), SignupToken.Purpose.GUARDIAN_CONSENT, timedelta(hours=1))
    assert client.post(reverse("mentoring-own-visit", args=[token]), {"visit": "werk"}).status_code == 410


def test_own_data_name_the_visits(company, client):
    visit = visit_of(company)
    assert "Werk Nord, angefragt" in text_of(client.get(f"{own_page_of(visit.signup)}daten/"))


# The coordination


def test_the_inbox_and_the_list_name_the_company_and_nobody(company, client, coordinator):
    visit = visit_of(company, first_name="Mila", email="mila@example.org")
    (item,) = [item for item in waiting() if item.reference == visit.reference]
    assert str(item.task) == "Besuch ausmachen: Werk Nord"
    for address in (item.url, reverse("visits:index"), reverse("inbox:index")):
        page = text_of(client.get(address))
        assert "Werk Nord" in page
        assert "Mila" not in page
        assert "mila@" not in page


def test_a_wish_of_an_unconfirmed_signup_is_shown_to_nobody(form, client, coordinator):
    client.post(FORM, form)
    visit = Visit.objects.get()
    assert visit.reference not in text_of(client.get(reverse("visits:index")))
    assert client.get(reverse("visits:detail", args=[visit.reference])).status_code == 404


def test_a_day_is_noted_and_the_youth_hears_of_it(company, client, coordinator, mailoutbox):
    visit = visit_of(company, age=18, email="mila@example.org")
    address = reverse("visits:detail", args=[visit.reference])
    day = tomorrow()
    response = client.post(address, {"action": "arrange", "day": day.isoformat(), "begins_at": "14:30"})
    assert response.status_code == 302
    visit.refresh_from_db()
    assert (visit.state, visit.day) == ("arranged", day)
    (mail,) = mailoutbox
    assert mail.to == ["mila@example.org"]
    for words in ("Werk Nord", str(day.year), "14:30 Uhr", "Unter 15"):
        assert words in mail.body
    assert "14:30" in text_of(client.get(link_in(mail)))
    assert visit.reference not in [item.reference for item in waiting()]


def test_under_18_no_day_without_the_signed_agreement(company, client, coordinator, mailoutbox):
    visit = visit_of(company, age=17)
    address = reverse("visits:detail", args=[visit.reference])
    day = {"action": "arrange", "day": tomorrow().isoformat()}
    response = client.post(address, day)
    assert response.status_code == 400
    assert "Unter 18 geht es ohne unterschriebene Vereinbarung nicht" in text_of(response)
    assert client.post(address, {**day, "agreement_on": tomorrow().isoformat()}).status_code == 400
    assert not mailoutbox
    client.post(address, {**day, "agreement_on": timezone.localdate().isoformat()})
    visit.refresh_from_db()
    assert (visit.state, visit.agreement_checker) == ("arranged", coordinator.username)
    assert "Vereinbarung geprüft am" not in text_of(client.get(address))


def test_under_18_the_agreement_is_printed_by_the_youth_and_by_the_coordination(company, client, coordinator):
    visit = visit_of(company, age=17)
    own = own_page_of(visit.signup)
    address = reverse("visits:agreement", args=[visit.reference])
    assert 'href="besuch/vereinbarung/"' in client.get(own).content.decode()
    assert address in client.get(reverse("visits:detail", args=[visit.reference])).content.decode()
    for path in (f"{own}besuch/vereinbarung/", address):
        response = client.get(path)
        assert response["Content-Disposition"] == f'attachment; filename="vereinbarung-{visit.reference}.pdf"'
        assert response.content.startswith(b"%PDF")
    visit.arrange(coordinator, tomorrow(), agreement_on=timezone.localdate())
    assert client.get(f"{own}besuch/vereinbarung/").status_code == 410
    adult = visit_of(company, age=18)
    assert client.get(reverse("visits:agreement", args=[adult.reference])).status_code == 404


@pytest.mark.parametrize("day", ["", "gestern", "2020-01-01"])
def test_a_day_that_is_none_or_gone_is_said_at_the_field(company, client, coordinator, day):
    visit = visit_of(company, age=18)
    address = reverse("visits:detail", args=[visit.reference])
    assert client.post(address, {"action": "arrange", "day": day}).status_code == 400
    assert Visit.objects.get().state == "asked"


def test_a_no_is_told_without_a_reason_and_another_company_may_be_asked(company, client, coordinator, mailoutbox):
    visit = visit_of(company)
    address = reverse("visits:detail", args=[visit.reference])
    client.post(address, {"action": "decline"})
    (mail,) = mailoutbox
    assert "klappt es leider nicht: Werk Nord" in mail.body
    page = text_of(client.get(link_in(mail)))
    assert "klappt es leider nicht" in page
    assert 'href="besuch/"' in page
    assert client.post(address, {"action": "decline"}).status_code == 302
    assert len(mailoutbox) == 1
    visit.signup.ask_for_visit(company)


def test_others_of_the_staff_see_nothing(company, client):
    visit = visit_of(company)
    client.force_login(UserFactory(is_superuser=True))
    for address in (reverse("visits:index"), reverse("visits:detail", args=[visit.reference])):
        response = client.get(address)
        assert response.status_code in (302, 403)
        assert "Werk Nord" not in text_of(response)


# The end


def arranged(company):
    visit = visit_of(company, age=18)
    visit.arrange(UserFactory(), tomorrow())
    return visit


@pytest.mark.parametrize("end", ["signup", "visit"])
def test_if_a_company_expects_somebody_the_coordination_hears_that_nobody_comes(company, mailoutbox, end):
    SiteSettings.objects.update(contact_email="koordination@example.org")
    visit = arranged(company)
    mailoutbox.clear()
    visit.signup.withdraw() if end == "signup" else visit.withdraw()
    (mail,) = mailoutbox
    assert mail.to == ["koordination@example.org"]
    assert "Werk Nord" in mail.body
    assert visit.reference in mail.body
    assert "Mila" not in mail.body
    assert not Visit.objects.exists()
    assert not OutgoingMail.objects.filter(address__isnull=False).exists()


def test_a_visit_that_is_over_is_no_longer_called_off_and_makes_room(company):
    visit = arranged(company)
    Visit.objects.update(day=timezone.localdate() - timedelta(days=1))
    visit.refresh_from_db()
    with pytest.raises(WrongStateError):
        visit.withdraw()
    visit.signup.ask_for_visit(company)
    assert visit.signup.current_visit.state == "asked"


def test_a_company_that_leaves_the_site_takes_no_wish_along(company, client, coordinator):
    visit = visit_of(company)
    company.delete()
    page = text_of(client.get(reverse("visits:detail", args=[visit.reference])))
    assert "Betrieb, der nicht mehr auf der Seite ist" in page
    assert "nicht mehr auf der Seite" in text_of(client.get(own_page_of(visit.signup)))


def test_the_database_refuses_what_the_rules_exclude(company):
    visit = visit_of(company, age=17)
    wrong = [
        {"state": "arranged"},
        {"state": "arranged", "day": tomorrow()},
    ]
    for fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Visit.objects.update(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        visit.signup.visits.create(company=company, needs_agreement=True)
