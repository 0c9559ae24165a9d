"""The fullest and the barest page of each type, for tests that look at every state of a template.

Run inside the site's own process: `manage.py shell -c "from tests.edge_pages import publish; publish()"`.
"""

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from campaign.models import EventIndexPage, EventPage
from careers.models import CareerFieldIndexPage, CareerFieldPage, CompanyIndexPage, CompanyPage, OccupationPage
from home.models import HomePage, StandardPage
from stories.models import StoryIndexPage, StoryPage
from tests.states import EDGE_PATHS

LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
SLUGS = [path.strip("/").split("/")[-1] for path in EDGE_PATHS.values()]


def publish():
    home, stories = HomePage.objects.get(), StoryIndexPage.objects.get()
    fields, companies = CareerFieldIndexPage.objects.get(), CompanyIndexPage.objects.get()
    add(home, StandardPage(title=f"Jeder Baustein: {LONG_WORD}", slug="jeder-baustein", body=every_block(stories)))
    add(home, StandardPage(title="Leere Seite", slug="leere-seite"))
    add(stories, StoryPage(title="Leere Geschichte", slug="leere-geschichte", is_example=True))
    field = add(fields, CareerFieldPage(title="Leeres Feld", slug="leeres-feld"))
    add(field, OccupationPage(title="Leerer Beruf", slug="leerer-beruf"))
    add(companies, CompanyPage(title="Leeres Unternehmen", slug="leeres-unternehmen", is_example=True))
    add(EventIndexPage.objects.get(), EventPage(title="Leerer Termin", slug="leerer-termin", is_example=True))


def remove():
    for model in (OccupationPage, CareerFieldPage, CompanyPage, StoryPage, EventPage, StandardPage):
        for page in model.objects.filter(slug__in=SLUGS):
            page.delete()


def add(parent, page):
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def every_block(linked_page):
    """Return a body with every kind of block, each with all of its fields and with as few as it takes."""
    text = f'<h2>Überschrift</h2><p><b>Fett</b>, <i>kursiv</i>, <a href="/geschichten/">Link</a>. {LONG_WORD}</p>'
    lists = "<h3>Listen</h3><ul><li>eins</li><li>zwei</li></ul><ol><li>erstens</li><li>zweitens</li></ol>"
    picture = get_image_model().objects.first()
    shown = {"image": picture, "alt_text": "Eine Zeichnung", "decorative": False}
    full_figure = {"image": shown, "caption": "Eine Bildunterschrift, die etwas länger ist als das Bild breit."}
    bare_figure = {"image": {**shown, "alt_text": "", "decorative": True}, "caption": ""}
    steps = [{"when": "6:00", "what": "Aufstehen"}, {"when": "22:00", "what": LONG_WORD}]
    sources = [("Statistik", "https://example.org/statistik"), ("Statistik ohne Adresse", ""), ("", "")]
    call = {"heading": "Weiter", "label": "Alle Geschichten lesen"}
    recording = {"title": "Aufnahme", "transcript": "<p>Abschrift</p>"}
    sound = document("ton.mp3")
    film, captions = document("film.mp4"), document("untertitel.vtt", b"WEBVTT\n\n00:00.000 --> 00:01.000\nHallo\n")
    return [
        ("paragraph", text + lists),
        ("big_quote", {"text": "Ein großer Satz, der über mehr als eine Zeile geht.", "attribution": "Jemand"}),
        ("big_quote", {"text": LONG_WORD, "attribution": ""}),
        ("image", full_figure),
        ("image", bare_figure),
        ("gallery", {"images": [full_figure, bare_figure, full_figure]}),
        ("interview", {"question": "Wie ist es?", "answer": text}),
        ("timeline", {"heading": "Ein Tag", "steps": steps}),
        ("timeline", {"heading": "", "steps": steps}),
        *(
            ("fact_box", {"heading": f"Fakten {number}", "text": lists, "source": source, "source_url": url})
            for number, (source, url) in enumerate(sources)
        ),
        ("audio", {**recording, "file": sound, "captions": None}),
        ("video", {**recording, "file": film, "captions": captions, "poster": shown}),
        ("video", {**recording, "file": film, "captions": None, "poster": None}),
        ("call_to_action", {**call, "text": "Wie andere es machen.", "page": linked_page, "link": ""}),
        ("call_to_action", {**call, "text": "", "page": None, "link": "https://example.org/"}),
    ]


def document(name, content=b"leer"):
    model = get_document_model()
    return model.objects.filter(title=name).first() or model.objects.create(title=name, file=ContentFile(content, name))
