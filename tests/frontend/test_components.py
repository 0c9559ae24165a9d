import re
from pathlib import Path

import pytest
from django import forms
from django.template.loader import render_to_string

from frontend.dotmap import Place

TEMPLATES = Path(__file__).parents[2] / "frontend/templates"
COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))


def render(name, /, **props):
    return render_to_string(f"components/{name}.html", props)


@pytest.mark.parametrize("template", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_says_what_it_takes_and_obeys_the_content_policy(template):
    source = template.read_text(encoding="utf-8")
    assert source.startswith("{# ")
    assert len(source.splitlines()) <= 80
    assert not re.search(r"\sstyle=|\son\w+=|<style|<script", source)


def test_a_share_is_said_in_words_too():
    html = render("share_row", value=8, area="Deutschland", year=2024, is_example=True)
    assert "<strong>8 von 100</strong> sind Frauen." in html
    assert "Beispielwert" in html


def test_pay_names_every_year_and_amount():
    steps = [{"label": "1. Jahr", "amount": 1150}, {"label": "2. Jahr", "amount": 1200}]
    html = render(
        "pay_steps", steps=steps, area="Sachsen", year=2025, source="Tarifregister", source_url="https://x.test/"
    )
    assert all(part in html for part in ("1.150\N{NO-BREAK SPACE}€", "1. Jahr", "2. Jahr", 'href="https://x.test/"'))


def test_the_list_beside_the_map_says_the_same_as_the_map():
    places = [
        Place("goerlitz", "Görlitz", 51.15, 14.98, 3, "/unternehmen/?ort=goerlitz"),
        Place("zittau", "Zittau", 50.9, 14.81, 0, "/unternehmen/?ort=zittau"),
    ]
    html = render("dot_map", places=places, title="Angebote")
    assert html.count('href="/unternehmen/?ort=goerlitz"') == 2
    assert 'aria-label="Görlitz: 3"' in html
    assert "ort=zittau" not in html


def test_coordinates_on_the_map_keep_their_decimal_point():
    html = render("dot_map", places=[Place("goerlitz", "Görlitz", 51.15, 14.98, 3, "/x/")], title="Angebote")
    assert not re.search(r'(?:cx|cy|rx|ry|x|y|r)="[\d-]+,', html)


def test_the_current_step_is_marked_for_screen_readers():
    html = render("steps", labels=["Du", "Eltern", "Fertig"], current=2)
    assert html.count('aria-current="step"') == 1
    assert "Schritt 2 von 3" in html


class Signup(forms.Form):
    first_name = forms.CharField(label="Vorname", help_text="Wie sollen wir dich nennen?")
    message = forms.CharField(label="Nachricht", required=False)
    fields_of_work = forms.MultipleChoiceField(
        label="Was interessiert dich?", choices=[("it", "IT")], widget=forms.CheckboxSelectMultiple
    )


@pytest.mark.parametrize("name", Signup.base_fields)
def test_help_and_errors_are_tied_to_their_field(name):
    field = Signup({})[name]
    html = render("form_field", field=field)
    assert field.label in html
    for described_by in re.findall(r'aria-describedby="([^"]+)"', html):
        assert all(f'id="{part}"' in html for part in described_by.split())


def test_what_may_stay_empty_is_said_to_be_voluntary():
    form = Signup({})
    assert "freiwillig" in render("form_field", field=form["message"])
    assert "freiwillig" not in render("form_field", field=form["first_name"])


def test_the_summary_of_errors_leads_to_each_field():
    html = render("form_errors", form=Signup({}))
    assert 'href="#id_first_name"' in html
    assert 'role="alert"' in html
    assert not render("form_errors", form=Signup()).strip()


def test_a_card_links_once_and_covers_itself():
    html = render("story_card", href="/geschichten/x/", slug="x", pair="leaf", quote="Ja.", name="Jo, 17", role="Azubi")
    assert html.count("<a ") == 1
    assert "<h3" in html
    assert "„Ja.“" in html


def test_the_error_page_needs_nothing_from_the_project():
    assert "Das liegt an uns." in render_to_string("500.html")
