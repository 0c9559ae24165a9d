"""Every kind of page, and every state of it, as the site answers."""

import base64
import email
import email.policy
import html
import json
import re
import secrets
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from dataclasses import dataclass

# The four pages whose first view has bars.
FIRST_VIEWS = {
    "Start": "/",
    "Geschichte": "/geschichten/jette-ein-dienstag/",
    "Beruf": "/berufsfelder/elektro/mechatronik/",
    "Unternehmen": "/unternehmen/neissewerk-automation/",
}
PATHS = {
    **FIRST_VIEWS,
    "Geschichten": "/geschichten/",
    "Geschichten, gefiltert": "/geschichten/?feld=elektro",
    "Geschichten, nichts gefunden": "/geschichten/?feld=kunst&ort=ausserhalb&untypisch=ja",
    "Geschichten, unbekannter Filter": "/geschichten/?feld=gibt-es-nicht",
    "Geschichte mit Bildern und Ton": "/geschichten/juliane-drehbuch/",
    "Berufsfelder": "/berufsfelder/",
    "Berufe, zweite Seite": "/berufsfelder/?seite=2",
    "Berufe, gefiltert": "/berufsfelder/?art=dual&abschluss=intermediate",
    "Berufe, nichts gefunden": "/berufsfelder/?feld=kunst&art=civil_service",
    "Berufsfeld": "/berufsfelder/elektro/",
    "Beruf mit Studium": "/berufsfelder/it/informatik-studium/",
    "Unternehmen, alle": "/unternehmen/",
    "Unternehmen, gefiltert": "/unternehmen/?ort=zittau&umkreis=20&angebot=apprenticeship",
    "Unternehmen, nichts gefunden": "/unternehmen/?feld=kunst&ort=boxberg",
    "Unternehmen, Umkreis ohne Ort": "/unternehmen/?umkreis=20",
    "Hochschule": "/unternehmen/hochschule-oberlausitz-sued/",
    "Termine": "/termine/",
    "Termine, gefiltert": "/termine/?art=open_day&ort=herrnhut&umkreis=50&wann=30-tage",
    "Termine, nichts gefunden": "/termine/?feld=kunst&online=ja",
    "Termine, unbekannter Filter": "/termine/?wann=1900-01",
    "Termin mit Anmeldung": "/termine/girls-day-schienenwerk/",
    "Termin online": "/termine/fragestunde-duales-studium/",
    "Termin über Nacht": "/termine/nacht-in-der-backstube/",
    "Termin, fällt aus": "/termine/samstag-auf-dem-holzplatz/",
    "Termin, vorbei": "/termine/rueckkehrtag-goerlitz/",
    "Interessencheck": "/interessencheck/",
    "Interessencheck, falscher Code": "/interessencheck/?klasse=QQQQQQ",
    "Interessencheck, mitgezählt": "/interessencheck/mitgezaehlt/",
    "Klasse": "/schulen/klasse/",
    "Klasse, geschlossen": "/schulen/klasse/geschlossen/",
    "Berufskarten": "/schulen/karten/",
    "Berufskarten, gefiltert": "/schulen/karten/?feld=elektro",
    "Berufskarten, nichts gewählt": "/schulen/karten/karten.pdf",
    "Mentoring": "/mentoring/",
    "Mentoring, abgeschickt": "/mentoring/danke/",
    "Mentoring, gelöscht": "/mentoring/geloescht/",
    "Mentoring mit Besuch": "/mentoring/besuch/neissewerk-automation/",
    "Mentoring, Besuch nicht möglich": "/mentoring/besuch/hochschule-oberlausitz-sued/",
    "Mentorin oder Mentor werden": "/mentoring/mentor-werden/",
    "Mentorin oder Mentor, abgeschickt": "/mentoring/mentor-werden/danke/",
    "Mentorin oder Mentor, gelöscht": "/mentoring/mentor-werden/geloescht/",
    "Mentorin oder Mentor, Link abgelaufen": "/mentoring/mentor-werden/bewerbung/abgelaufen/",
    "Mentoring, neuer Link": "/mentoring/link/",
    "Mentoring, neuer Link geschickt": "/mentoring/link/gesendet/",
    "Mentoring, Link abgelaufen": "/mentoring/bestaetigen/abgelaufen/",
    "Suche, leer": "/suche/",
    "Suche, gefunden": "/suche/?q=Goerlitz",
    "Suche, nichts gefunden": "/suche/?q=Xylophonbau",
    "Schnittstelle": "/api/",
    "Impressum": "/impressum/",
    "Datenschutz": "/datenschutz/",
    "Barrierefreiheit": "/barrierefreiheit/",
    "Leichte Sprache": "/leichte-sprache/",
    "Über uns": "/ueber-uns/",
    "Offline": "/offline/",
    "Merkliste": "/merkliste/",
    "Was liegt auf diesem Gerät": "/merkliste/geraet/",
    "Suche auf dem Gerät": "/offline/suche/?q=holz",
    "Anmelden ohne Netz": "/offline/anmeldung/",
    "Einbetten": "/schulen/einbetten/",
    "Einbetten, Liste": "/schulen/einbetten/?was=plaetze&angebot=internship&ort=zittau&umkreis=15&akzent=teal",
    "Eingebettet: Berufsfeld": "/embed/berufsfelder/elektro/?akzent=sun",
    "Eingebettet: Beruf": "/embed/berufsfelder/elektro/mechatronik/",
    "Eingebettet: Unternehmen": "/embed/unternehmen/neissewerk-automation/?akzent=orange",
    "Eingebettet: Geschichte": "/embed/geschichten/jette-ein-dienstag/",
    "Eingebettet: Termin": "/embed/termine/offene-tuer-neissewerk/?akzent=leaf",
    "Eingebettet: Termine": "/embed/termine/?akzent=coal",
    "Eingebettet: Interessencheck": "/embed/interessencheck/",
    "Eingebettet: Berufe": "/embed/berufsfelder/?abschluss=intermediate&akzent=gray",
    "Eingebettet: Unternehmen, gefiltert": "/embed/unternehmen/?ort=zittau&umkreis=15&akzent=teal",
    "Eingebettet: Unternehmen, nichts gefunden": "/embed/unternehmen/?feld=kunst&ort=boxberg",
    "Eingebettet: Geschichten": "/embed/geschichten/?akzent=red",
    "Eingebettet: nicht mehr da": "/embed/gibt-es-nicht/",
    "404": "/gibt-es-nicht/",
}
# Pages that tests/edge_pages.py publishes.
EDGE_PATHS = {
    "Textseite mit jedem Baustein": "/jeder-baustein/",
    "leere Textseite": "/leere-seite/",
    "leere Geschichte": "/geschichten/leere-geschichte/",
    "leeres Berufsfeld": "/berufsfelder/leeres-feld/",
    "leerer Beruf": "/berufsfelder/leeres-feld/leerer-beruf/",
    "leeres Unternehmen": "/unternehmen/leeres-unternehmen/",
    "leerer Termin": "/termine/leerer-termin/",
    "Eingebettet: leeres Berufsfeld": "/embed/berufsfelder/leeres-feld/",
    "Eingebettet: leerer Beruf": "/embed/berufsfelder/leeres-feld/leerer-beruf/",
    "Eingebettet: leeres Unternehmen": "/embed/unternehmen/leeres-unternehmen/",
    "Eingebettet: leerer Termin": "/embed/termine/leerer-termin/",
    "Eingebettet: leere Geschichte": "/embed/geschichten/leere-geschichte/",
}
SIGNUP = {
    "first_name": "Zuzana",
    "age": "14",
    "municipality": "oybin",
    "career_fields": ["elektro", "it"],
    "message": "Ich löte gern.",
    "guardian_name": "Věra Nowak",
    "consent": "on",
}
MAIL_SECONDS = 120
RENDER_ERROR_PAGES = """
from django.test import RequestFactory
from django.views import defaults
request = RequestFactory().get("/")
for view in (defaults.server_error, lambda request: defaults.permission_denied(request, Exception())):
    print(view(request).content.decode() + "<!-- end -->")
"""


@dataclass(frozen=True)
class Answer:
    """What the site sent for a state of a page."""

    name: str
    url: str
    status: int
    headers: dict
    html: str
    # None where tests/e2e/test_html.py knows it
    expected: int | None = None

    def __str__(self):
        return f"{self.name} ({urllib.parse.urlsplit(self.url).path})"

    def show_in(self, page):
        """Load this very answer in a browser's page, with all that belongs to it from the site.

        Not by Playwright's route, which would switch off the browser's cache: every style sheet would be sent again.
        """
        answer = {
            "responseCode": self.status,
            "responseHeaders": [{"name": name, "value": value} for name, value in self.headers.items()],
            "body": base64.b64encode(self.html.encode()).decode(),
        }
        devtools = page.context.new_cdp_session(page)
        devtools.on(
            "Fetch.requestPaused",
            lambda event: devtools.send("Fetch.fulfillRequest", {"requestId": event["requestId"], **answer}),
        )
        devtools.send("Fetch.enable", {"patterns": [{"urlPattern": self.url, "resourceType": "Document"}]})
        page.goto(self.url, wait_until="load")
        devtools.detach()


def ask(name, url, form=None, expected=None):
    """Return the answer to a GET request, or to a form posted from the same site; `expected` is its status."""
    origin = "{0.scheme}://{0.netloc}".format(urllib.parse.urlsplit(url))
    body = urllib.parse.urlencode(form, doseq=True).encode() if form is not None else None
    request = urllib.request.Request(url, body, {"Origin": origin} if form is not None else {})
    try:
        answer = urllib.request.urlopen(request, timeout=120)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return Answer(name, answer.url, answer.status, dict(answer.headers), answer.read().decode(), expected)


def every_state(site):
    return [
        *page_states(site.url),
        *edge_states(site),
        *error_states(site),
        *interest_states(site),
        *class_states(site),
        *form_states(site),
        *link_page_states(site),
    ]


def page_states(url, paths=PATHS):
    return [ask(name, url + path) for name, path in paths.items()]


def sitemap(url):
    """Return the answers of all pages of the sitemap."""
    listed = ask("Sitemap", f"{url}/sitemap.xml").html
    paths = [urllib.parse.urlsplit(html.unescape(place)).path for place in re.findall(r"<loc>(.*?)</loc>", listed)]
    return [ask("Sitemap", url + path) for path in paths]


def edge_states(site):
    """Publish the fullest and the barest pages, ask for them, and remove them."""
    site.manage("shell", "--no-imports", "-c", "from tests.edge_pages import publish; publish()")
    try:
        return page_states(site.url, EDGE_PATHS)
    finally:
        site.manage("shell", "--no-imports", "-c", "from tests.edge_pages import remove; remove()")


def error_states(site):
    pages = site.manage("shell", "--no-imports", "-c", RENDER_ERROR_PAGES).stdout.split("<!-- end -->")
    return [
        Answer(name, f"{site.url}/fehler-{status}/", status, {"Content-Type": "text/html; charset=utf-8"}, text.strip())
        for name, status, text in zip(("500", "403"), (500, 403), pages, strict=False)
    ]


def interest_states(site):
    """Return the results of the interest check, as its form is answered, and the form with errors."""
    url = f"{site.url}/interessencheck/"
    names = list(dict.fromkeys(re.findall(r'name="(satz-\d+)"', ask("Interessencheck", url).html)))
    practical = {name: 3 if place % 6 == 0 else 0 for place, name in enumerate(names)}
    return [
        ask("Interessencheck, beantwortet", url, {**practical, "ort": "zittau", "umkreis": "20"}),
        ask("Interessencheck, nichts gemocht", url, dict.fromkeys(names, 0)),
        ask("Interessencheck, nichts beantwortet", url, {}),
        ask("Interessencheck, falsch beantwortet", url, {**practical, names[0]: "9", "ort": "atlantis"}),
        ask("Eingebettet: Interessencheck, Ergebnis", f"{site.url}/embed/interessencheck/", practical),
        ask("Eingebettet: Interessencheck, zu wenig", f"{site.url}/embed/interessencheck/", {names[0]: "3"}),
    ]


def class_states(site):
    """Return the pages of two classes, from the code to the sums: one with five phones, one with none."""
    count = f"{site.url}/interessencheck/mitzaehlen/"
    for name, phones in (("Klasse", 5), ("kleine Klasse", 0)):
        opened = ask(f"{name}, offen", f"{site.url}/schulen/klasse/", {})
        yield opened
        code = re.search(r"\?klasse=(\w+)", opened.html)[1]
        yield ask(f"Interessencheck der {name}", f"{site.url}/interessencheck/?klasse={code}")
        for number in range(phones):
            points = {"klasse": code, "schluessel": str(uuid.uuid4()), "feld": "elektro", "R": 20 * number, "S": 50}
            ask("mitgezählt", count, points)
        yield ask(f"{name}, falscher Code", count, {"klasse": "QQQQQQ", "schluessel": str(uuid.uuid4()), "R": 1})
        yield ask(f"{name}, mit Zahl", opened.url)
        yield ask(f"{name}, Summen", opened.url, {})


def form_states(site):
    """Return the signup form with every kind of error, then follow one signup through its mails until it is erased."""
    url = f"{site.url}/mentoring/"
    # Who signs up twice with one address gets no second mail.
    once = secrets.token_hex(4)
    signup = {**SIGNUP, "email": f"zuzana-{once}@example.org", "guardian_email": f"vera-{once}@example.org"}

    def send(name, changes):
        return ask(name, url, {"token": form_token(url), **signup, **changes})

    wrong = {
        "age": "4",
        "email": "zuzana",
        "guardian_email": "zuzana",
        "career_fields": ["it", "bau", "kunst", "medien"],
    }
    refused = [
        send("Mentoring, nichts ausgefüllt", dict.fromkeys(signup, "")),
        send("Mentoring, falsch ausgefüllt", wrong),
        send("Mentoring, Formular veraltet", {"token": "veraltet"}),
    ]
    for name, path in (("Mentorin oder Mentor", "mentor-werden/"), ("Besuch", "besuch/neissewerk-automation/")):
        refused.append(ask(f"{name}, nichts ausgefüllt", url + path, {"token": form_token(url + path)}))
    accepted = send("Mentoring, angenommen", {})
    if "/danke/" not in accepted.url:
        raise RuntimeError(f"The signup was not accepted: {accepted.status} {accepted.html}")
    return [*refused, accepted, *link_states(site, signup)]


def link_states(site, signup):
    """Return the pages behind the links of the mails that a signup of a youth under 16 causes."""
    confirm = link_in_mail(site, signup["email"], "bestaetigen")
    yield ask("Bestätigen", confirm)
    yield ask("Bestätigt", confirm, {})
    consent = link_in_mail(site, signup["guardian_email"], "einwilligen")
    yield ask("Einwilligen", consent)
    yield ask("Einwilligen, polnisch", f"{consent}?sprache=pl")
    yield ask("Eingewilligt", consent, {"decision": "consent"})
    yield ask("Bestätigt und eingewilligt", confirm)
    own = link_in_mail(site, signup["email"], "anmeldung")
    yield ask("Eigene Anmeldung", own)
    yield ask("Angaben ändern", f"{own}aendern/")
    yield ask("Angaben falsch geändert", f"{own}aendern/", {"first_name": "", "municipality": "atlantis"})
    yield ask("Gespeicherte Angaben", f"{own}daten/")
    yield ask("Adresse ändern", f"{own}adresse/")
    yield ask("Adresse falsch geändert", f"{own}adresse/", {"email": "zuzana"})
    yield ask("Um einen Besuch bitten", f"{own}besuch/")
    yield ask("Um keinen Besuch gebeten", f"{own}besuch/", {"visit": ""})
    yield ask("Besuch gewünscht", f"{own}besuch/", {"visit": "neissewerk-automation"})
    yield ask("Etwas melden", f"{own}melden/")
    yield ask("Nichts gemeldet", f"{own}melden/", {"text": ""})
    yield ask("Eigene Anmeldung gelöscht", own, {"decision": "erase"})


def link_page_states(site):
    """Bring somebody into each further state of a page behind a link, ask for the pages, and remove them."""
    script = "from tests.link_pages import prepare; prepare()"
    prepared = site.manage("shell", "--no-imports", "-c", script).stdout.partition("prepared:")[2]
    try:
        return [ask(name, site.url + path, form, status) for name, path, form, status in json.loads(prepared)]
    finally:
        site.manage("shell", "--no-imports", "-c", "from tests.link_pages import remove; remove()")


def form_token(url):
    return html.unescape(re.search(r'name="token" value="([^"]+)"', ask("Formular", url).html)[1])


def link_in_mail(site, recipient, kind):
    """Wait for a mail to `recipient` with a link of this kind; return the link."""
    deadline = time.monotonic() + MAIL_SECONDS
    while time.monotonic() < deadline:
        for message in site.mails():
            mail = email.message_from_bytes(message, policy=email.policy.default)
            link = re.search(rf"http\S+/{kind}/\S+", mail.get_content())
            if mail["To"] == recipient and link:
                return link[0]
        time.sleep(0.2)
    raise RuntimeError(f"No mail with a link /{kind}/ came for {recipient} in {MAIL_SECONDS} seconds.")
