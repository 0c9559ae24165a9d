"""Sheets and cards as PDF: complete for who cannot see them, one page however long the text, and never an error."""

import io
import re
from unittest.mock import patch

import pikepdf
import pytest
import typst
from django.core.cache import caches
from django.core.exceptions import ValidationError

from careers.models.class_questions import validate_class_questions
from careers.sheets.prose import blocks_of, shortened
from cms.models import SiteSettings
from tests.factories import (
    CareerFieldFactory,
    CompanyFactory,
    FigureFactory,
    OccupationFactory,
    OfferFactory,
    PayStepFactory,
)

pytestmark = pytest.mark.django_db

LONG = "Donaudampfschifffahrtsgesellschaftskapitänin und Bundesausbildungsförderungsgesetzbeauftragter "
CARDS = "/schulen/karten/karten.pdf"


def opened(response):
    assert response.status_code == 200, response.content[:500]
    assert response["Content-Type"] == "application/pdf"
    return pikepdf.open(io.BytesIO(response.content))


def text_in(pdf):
    """The letters of all pages, by the fonts' own tables: what a program reads out or copies."""
    return "".join(letters_of(page) for page in pdf.pages)


def letters_of(page):
    tables = {name: table_of(font) for name, font in page.Resources.Font.items()}
    table, letters = {}, []
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            table = tables[str(operands[0])]
        elif str(operator) in ("Tj", "TJ"):
            parts = operands[0] if str(operator) == "TJ" else [operands[0]]
            codes = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
            letters += [table.get(codes[at : at + 2], "?") for at in range(0, len(codes), 2)]
    return "".join(letters).replace("\u00ad", "")


def table_of(font):
    table = font.ToUnicode.read_bytes().decode()
    pairs = re.findall(r"<([0-9A-Fa-f]{4})>\s*<((?:[0-9A-Fa-f]{4})+)>", table)
    return {bytes.fromhex(code): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}


def fonts_of(pdf):
    for page in pdf.pages:
        for font in page.Resources.Font.values():
            yield font.DescendantFonts[0].FontDescriptor


def tags_of(element):
    """Yield the kinds of all structure elements."""
    if isinstance(element, pikepdf.Dictionary) and "/S" in element:
        yield str(element.S)
    kids = element.get("/K", []) if isinstance(element, pikepdf.Dictionary) else []
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            yield from tags_of(kid)


def assert_complete(pdf, title):
    """Tagged, with title and language, every font embedded, declared as PDF/UA-1."""
    assert pdf.Root.MarkInfo.Marked
    tags = set(tags_of(pdf.Root.StructTreeRoot))
    assert {"/H1", "/P", "/Figure"} <= tags
    assert str(pdf.Root.Lang) == "de"
    with pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == title
        assert metadata["pdfuaid:part"] == "1"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    descriptors = list(fonts_of(pdf))
    assert descriptors
    assert all({"/FontFile2", "/FontFile3"} & set(descriptor.keys()) for descriptor in descriptors)
    return tags


@pytest.fixture
def occupation():
    page = OccupationFactory(
        title="Mechatronikerin und Mechatroniker",
        slug="mechatronik",
        parent=CareerFieldFactory(title="Elektro", slug="elektro", colour_pair="river"),
        teaser="Mechanik, Strom und Steuerung.",
        tasks="<ul><li>Du liest <b>Schaltpläne</b>.</li><li>Du prüfst <a href='https://x.de'>Motoren</a>.</li></ul>",
        drawbacks="<p>Montage heißt Hotel.</p>",
        pay_area="Sachsen",
        pay_year=2024,
        pay_source="Tarifregister",
        pay_source_url="https://example.org/",
        duration_months=42,
    )
    for amount in (1150, 1210):
        PayStepFactory(page=page, amount=amount)
    FigureFactory(page=page, value=9)
    OfferFactory(page=CompanyFactory(title="Neißewerk"), occupation=page)
    return page


def test_an_occupation_is_one_complete_page(client, occupation):
    response = client.get("/schulen/blatt/elektro/mechatronik.pdf")
    pdf = opened(response)
    assert len(pdf.pages) == 1
    assert [round(float(side)) for side in pdf.pages[0].MediaBox] == [0, 0, 595, 842]
    assert {"/L", "/H2"} <= assert_complete(pdf, "Mechatronikerin und Mechatroniker")
    assert response["Content-Disposition"] == 'inline; filename="mechatronik.pdf"'
    text = text_in(pdf).replace(" ", "").replace("-", "")
    for words in (
        "Elektro",
        "Untypisch für Frauen",
        "Du liest Schaltpläne.",
        "Montage heißt Hotel.",
        "1.210",
        "brutto im Monat, Sachsen, 2024, Tarifregister",
        "9 von 100 sind Frauen.",
        "Statistik der Bundesagentur für Arbeit",
        "Neißewerk",
        "Nur 9 von 100 sind hier Frauen.",
        "/berufsfelder/elektro/mechatronik/",
    ):
        assert words.replace(" ", "") in text, words


def test_a_career_field_has_its_occupations_in_a_table(client, occupation):
    occupation.career_field.body = [
        {"type": "paragraph", "value": "<h2>Drei Wege</h2><p>Strom ist überall.</p>"},
        {"type": "big_quote", "value": {"quote": "Nicht auf Papier."}},
    ]
    occupation.career_field.save()
    pdf = opened(client.get("/schulen/blatt/elektro.pdf"))
    assert len(pdf.pages) == 1
    assert {"/Table", "/TH", "/TD"} <= assert_complete(pdf, "Elektro")
    text = text_in(pdf).replace(" ", "")
    assert "Stromistüberall." in text
    assert "1.150" in text
    assert "NichtaufPapier" not in text


@pytest.mark.parametrize("pair", ["red", "sun", "coal"])
def test_the_longest_texts_still_fit_on_one_page_with_every_part(client, pair):
    """Whatever editors enter: at its longest, no field pushes another one off the sheet."""
    field = CareerFieldFactory(title=(LONG * 3)[:255], slug="lang", colour_pair=pair, teaser=(LONG * 3)[:200])
    page = OccupationFactory(
        title=(LONG * 3)[:255],
        slug="lang",
        parent=field,
        teaser=(LONG * 3)[:200],
        tasks=f"<ul>{''.join(f'<li>{LONG}</li>' for _ in range(60))}</ul>",
        drawbacks=f"<p>{LONG * 60}</p>",
        strengths="RIASEC",
        kldb_code="26112",
        duration_months=41,
        pay_area=LONG[:80],
        pay_year=2024,
        pay_source=(LONG * 3)[:200],
        class_questions="\n".join([(LONG * 3)[:200]] * 5),
    )
    for number in range(9):
        PayStepFactory(page=page, label="W" * 40, amount=10**9 + number)
    for kind in ("share_of_women", "shortage_score", "training_places", "applicants", "employees"):
        FigureFactory(page=page, kind=kind, value=3, area=LONG[:80], source=(LONG * 3)[:200])
    for number in range(20):
        OfferFactory(page=CompanyFactory(title=LONG, slug=f"w{number}"), occupation=page)
        OccupationFactory(parent=field, title=LONG, slug=f"b{number}")
    for address in ("/schulen/blatt/lang/lang.pdf", "/schulen/blatt/lang.pdf"):
        pdf = opened(client.get(address))
        assert len(pdf.pages) == 1
        assert_complete(pdf, (LONG * 3)[:255])
        # What stands last lies on the paper too, not below its edge.
        assert lowest_text(pdf.pages[0]) > 20
        assert "/berufsfelder/lang/" in text_in(pdf)


def lowest_text(page):
    """The lowest baseline on a page, in points above its lower edge."""
    stack, matrix, lowest = [], pikepdf.Matrix(), 842.0
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "q":
                stack.append(matrix)
            case "Q":
                matrix = stack.pop()
            case "cm":
                matrix = pikepdf.Matrix(*map(float, operands)) @ matrix
            case "Tm":
                lowest = min(lowest, (pikepdf.Matrix(*map(float, operands)) @ matrix).f)
    return lowest


def test_the_barest_pages_have_a_sheet_too(client):
    OccupationFactory(title="B", slug="b", parent=CareerFieldFactory(title="A", slug="a"), strengths="")
    for address, title in (("/schulen/blatt/a/b.pdf", "B"), ("/schulen/blatt/a.pdf", "A")):
        pdf = opened(client.get(address))
        assert len(pdf.pages) == 1
        assert_complete(pdf, title)


@pytest.mark.parametrize(
    "title", ["Дарія 阮 نور", "#panic()", '"]; #image("/etc/passwd")', "$x$ *y* _z_ @a <b>", "\\ / ` ~"]
)
def test_every_title_comes_out_as_it_is(client, title):
    OccupationFactory(title=title, slug="b", parent=CareerFieldFactory(slug="a"))
    pdf = opened(client.get("/schulen/blatt/a/b.pdf"))
    assert pdf.docinfo["/Title"] == title


def test_only_what_is_public_has_a_sheet(client, occupation):
    field = occupation.career_field
    occupation.unpublish()
    paths = ("/schulen/blatt/elektro/mechatronik.pdf", "/schulen/blatt/x/mechatronik.pdf", "/schulen/blatt/x.pdf")
    assert [client.get(path).status_code for path in paths] == [404, 404, 404]
    assert client.get(CARDS, {"beruf": "elektro/mechatronik"}).status_code == 422
    field.unpublish()
    assert client.get("/schulen/blatt/elektro.pdf").status_code == 404


def test_a_sheet_is_made_once_and_anew_when_the_page_changes(client, occupation):
    path = "/schulen/blatt/elektro/mechatronik.pdf"
    with patch("frontend.paper.make_pdf", return_value=b"%PDF-") as make_pdf:
        first = client.get(path)
        known = {"if-none-match": first["ETag"]}
        assert client.get(path)["ETag"] == first["ETag"]
        assert client.get(path, headers=known).status_code == 304
        assert client.get(path, headers={"if-modified-since": first["Last-Modified"]}).status_code == 304
        assert make_pdf.call_count == 1
        occupation.teaser = "Anders."
        occupation.save()
        assert client.get(path, headers=known).status_code == 200
        assert make_pdf.call_count == 2
        # Another threshold, another badge; and an unchanged sheet needs no cache to be called so.
        SiteSettings.objects.update(atypical_threshold=5)
        newest = client.get(path)
        assert newest["ETag"] != first["ETag"]
        caches["pages"].clear()
        assert client.get(path, headers={"if-none-match": newest["ETag"]}).status_code == 304
        assert make_pdf.call_count == 3


def test_where_a_sheet_cannot_be_made_the_page_stands_in(client, occupation):
    with patch.object(typst, "compile", side_effect=typst.TypstError("broken")):
        response = client.get("/schulen/blatt/elektro/mechatronik.pdf")
    assert response.status_code == 302
    assert response["Location"] == "/berufsfelder/elektro/mechatronik/"


def test_pages_lead_to_their_sheets(client, occupation):
    for page, sheet in (
        (occupation, "/schulen/blatt/elektro/mechatronik.pdf"),
        (occupation.career_field, "/schulen/blatt/elektro.pdf"),
    ):
        assert f'href="{sheet}"' in client.get(page.url).content.decode()


def test_what_a_sheet_costs_does_not_grow(client, django_assert_max_num_queries, occupation):
    for _ in range(10):
        other = OccupationFactory(parent=occupation.career_field)
        FigureFactory(page=other)
        OfferFactory(page=CompanyFactory(), occupation=occupation)
    for path, most in (
        ("/schulen/blatt/elektro/mechatronik.pdf", 16),
        ("/schulen/blatt/elektro.pdf", 10),
        (f"{CARDS}?beruf=elektro/mechatronik", 16),
        ("/schulen/karten/", 12),
    ):
        client.get(path)
        with django_assert_max_num_queries(most):
            client.get(path)


@pytest.mark.parametrize(
    ("size", "sides", "number", "pages"), [("8", "eine", 9, 2), ("4", "eine", 9, 3), ("8", "zwei", 9, 4)]
)
def test_chosen_occupations_become_cards(client, size, sides, number, pages):
    field = CareerFieldFactory(slug="a", title="Handwerk")
    names = [f"a/{OccupationFactory(parent=field, title=f'Beruf {place:02}').slug}" for place in range(number)]
    response = client.get(CARDS, {"beruf": names, "je": size, "seiten": sides})
    pdf = opened(response)
    assert len(pdf.pages) == pages
    assert_complete(pdf, "Berufskarten")
    assert all(f"Beruf{place:02}" in text_in(pdf).replace(" ", "") for place in range(9))


def test_cards_with_the_longest_texts_stay_cards(client):
    page = OccupationFactory(
        title=(LONG * 3)[:255],
        slug="lang",
        parent=CareerFieldFactory(title=(LONG * 3)[:255], slug="a"),
        tasks=f"<p>{LONG * 20}</p>",
        pay_source=(LONG * 3)[:200],
        pay_area=LONG[:80],
    )
    PayStepFactory(page=page, amount=10**9)
    FigureFactory(page=page, value=3, area=LONG[:80], source=(LONG * 3)[:200])
    for size in ("8", "4"):
        assert len(opened(client.get(CARDS, {"beruf": "a/lang", "je": size})).pages) == 1


def test_on_two_sides_left_and_right_change_places(client):
    field = CareerFieldFactory(slug="a")
    for name in ("links", "rechts"):
        OccupationFactory(parent=field, title=name.title(), slug=name)
    pdf = opened(client.get(CARDS, {"beruf": ["a/links", "a/rechts"], "seiten": "zwei"}))
    front, back = (letters_of(page) for page in pdf.pages)
    assert front.index("Links") < front.index("Rechts")
    assert back.index("Rechts") < back.index("Links")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({}, "Wählen Sie mindestens einen Beruf."),
        ({"beruf": "a/gibt-es-nicht"}, "Wählen Sie mindestens einen Beruf."),
        ({"beruf": "9" * 5000}, "Wählen Sie mindestens einen Beruf."),
        ({"beruf": "a/b", "je": "7"}, "Größe"),
        ({"beruf": "a/b", "seiten": "drei"}, "Seiten"),
    ],
)
def test_a_choice_that_makes_no_cards_is_explained(client, query, message):
    OccupationFactory(slug="b", parent=CareerFieldFactory(slug="a"))
    response = client.get(CARDS, query)
    assert response.status_code == 422
    assert message in response.content.decode()
    assert "unsafe-inline" not in response["Content-Security-Policy"]


def test_more_than_sixty_cards_are_too_many_and_the_choice_stays(client):
    field = CareerFieldFactory(slug="a")
    names = [f"a/{OccupationFactory(parent=field).slug}" for _ in range(61)]
    response = client.get(CARDS, {"beruf": names})
    assert response.status_code == 422
    assert "Das sind 61 Berufe." in response.content.decode()
    assert response.content.decode().count("checked") >= 61


def test_filters_choose_what_they_leave(client, occupation):
    OccupationFactory(title="Backen", parent=CareerFieldFactory(title="Produktion", slug="produktion"))
    everything = client.get("/schulen/karten/").content.decode()
    assert "Backen" in everything
    assert not re.search(r'name="beruf"[^>]* checked', everything)
    some = client.get("/schulen/karten/", {"feld": "elektro"}).content.decode()
    assert re.search(r'value="elektro/mechatronik" checked', some)
    assert "Backen" not in some


def test_too_many_sets_from_one_address_are_asked_to_wait(client, occupation, settings):
    settings.CARD_SETS_PER_HOUR = 1
    answers = [client.get(CARDS, {"beruf": "elektro/mechatronik"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 429]


def test_questions_are_the_editors_and_follow_from_the_page_where_they_are_few(occupation):
    assert len(occupation.questions_for_class()) == 4
    occupation.class_questions = "Was reizt dich?\n\n  Was   nicht?  "
    own = occupation.questions_for_class()
    assert own[:2] == ["Was reizt dich?", "Was nicht?"]
    assert len(own) == 4
    occupation.class_questions = "A?\nB?\nC?"
    assert occupation.questions_for_class() == ["A?", "B?", "C?"]
    bare = OccupationFactory(strengths="")
    assert len(bare.questions_for_class()) == 3
    assert len(CareerFieldFactory().questions_for_class()) == 4


@pytest.mark.parametrize("text", ["A?\n" * 6, "x" * 201])
def test_questions_that_do_not_fit_the_sheet_are_refused(text):
    with pytest.raises(ValidationError):
        validate_class_questions(text)


def test_rich_text_is_cut_after_a_whole_word():
    assert shortened("Strom messen und prüfen", 15) == "Strom messen …"
    assert shortened("Strom", 15) == "Strom"
    assert shortened("Donaudampfschiff", 8) == "Donaud …"
    blocks = blocks_of("<h2>A</h2><p>Eins <b>zwei</b> drei.</p><ul><li>vier</li></ul><h2>Nichts</h2>", 900)
    assert [block["kind"] for block in blocks] == ["h", "p", "li"]
    assert blocks[1]["runs"] == [("Eins ", False), ("zwei", True), (" drei.", False)]
    cut = blocks_of("<p>Eins.</p><p>Zwei mit vielen Wörtern.</p>", 10)
    assert cut == [{"kind": "p", "runs": [("Eins. …", False)]}]
    assert blocks_of("<p>Eins.</p><p>Zwei mit vielen Wörtern.</p>", 10, whole=True) == [
        {"kind": "p", "runs": [("Eins.", False)]}
    ]
