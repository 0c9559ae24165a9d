"""The HTML of every page in every state, as it is sent."""

from tests.measures import html_errors

STATUSES = {
    "403": 403,
    "404": 404,
    "500": 500,
    "Mentoring, Link abgelaufen": 410,
    "Mentorin oder Mentor, Link abgelaufen": 410,
    "Mentoring, nichts ausgefüllt": 400,
    "Mentoring, falsch ausgefüllt": 400,
    "Mentoring, Formular veraltet": 400,
    "Mentorin oder Mentor, nichts ausgefüllt": 400,
    "Besuch, nichts ausgefüllt": 400,
    "Um keinen Besuch gebeten": 400,
    "Angaben falsch geändert": 400,
    "Adresse falsch geändert": 400,
    "Nichts gemeldet": 400,
    "Interessencheck, nichts beantwortet": 422,
    "Eingebettet: Interessencheck, zu wenig": 422,
    "Eingebettet: nicht mehr da": 404,
    "Interessencheck, falsch beantwortet": 422,
    "Interessencheck, falscher Code": 404,
    "Klasse, falscher Code": 404,
    "kleine Klasse, falscher Code": 404,
    "Klasse, geschlossen": 410,
    "Berufskarten, nichts gewählt": 422,
}


def test_html_validate_finds_no_errors(states, sitemap):
    errors = html_errors({str(answer): answer.html for answer in (*states, *sitemap)})
    assert not errors, "\n".join(errors)


def test_every_state_answers_with_its_status(states, sitemap):
    wrong = {
        str(answer): answer.status
        for answer in states
        if answer.status != (answer.expected or STATUSES.get(answer.name, 200))
    }
    wrong |= {str(answer): answer.status for answer in sitemap if answer.status != 200}
    assert not wrong
    assert len(sitemap) > 100
