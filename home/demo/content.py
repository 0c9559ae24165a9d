"""Turns the YAML files beside this module into pages. What exists already stays as editors left it."""

import json
from datetime import time, timedelta
from functools import cached_property
from pathlib import Path

import yaml
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.text import slugify
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, Site

from campaign.models import EventIndexPage, EventPage
from careers.models import (
    CareerFieldIndexPage,
    CareerFieldPage,
    CompanyIndexPage,
    CompanyLocation,
    CompanyPage,
    EvidenceFigure,
    InterestCheckPage,
    InterestStatement,
    Municipality,
    OccupationPage,
    Offer,
    PayStep,
)
from cms.models import SiteSettings
from home.demo.mentoring import DemoMentoring
from home.demo.pictures import PICTURES, picture_file
from home.models import HomePage, MentoringPage, StandardPage
from stories.models import StoryIndexPage, StoryPage

FOLDER = Path(__file__).parent
LEGAL_PAGES = {
    "imprint_page": "impressum",
    "privacy_page": "datenschutz",
    "accessibility_page": "barrierefreiheit",
    "easy_language_page": "leichte-sprache",
}
DEMO_USERS = {"redaktion": "Redaktion", "chefredaktion": "Chefredaktion", "koordination": "Koordination"}
RECORDINGS = FOLDER / "recordings"


def read(name):
    return yaml.safe_load((FOLDER / name).read_text())


class DemoContent:
    """Loads the demo in the order in which the parts refer to each other."""

    def __init__(self, report=print):
        self.report = report
        self.today = timezone.localdate()

    def load(self):
        self.home()
        self.standard_pages()
        self.career_fields()
        self.companies()
        self.stories()
        self.events()
        self.interest_check()
        self.front_page_body()
        self.settings()
        self.users()

    @cached_property
    def texts(self):
        return read("pages.yaml")

    @cached_property
    def root(self):
        return Page.get_first_root_node()

    @cached_property
    def home_page(self):
        return HomePage.objects.get()

    def add(self, parent, page):
        """Add and publish `page` under `parent`; return the page that has its slug if there is one."""
        existing = parent.get_children().filter(slug=page.slug).first()
        if existing:
            return existing.specific
        page.live = False
        parent.add_child(instance=page)
        page.save_revision().publish()
        return page

    def home(self):
        """Put the home page in the place of Wagtail's welcome page."""
        if not HomePage.objects.exists():
            self.root.add_child(instance=HomePage(title="Impuls Regio", slug="start"))
            welcome = Page.objects.filter(depth=2, slug="home").first()
            host, _, port = settings.PUBLIC_URL.partition("://")[2].partition(":")
            Site.objects.update_or_create(
                is_default_site=True,
                defaults={
                    "root_page": self.home_page,
                    "hostname": host,
                    "port": int(port or (443 if settings.PUBLIC_URL.startswith("https") else 80)),
                    "site_name": "Impuls Regio",
                },
            )
            if welcome:
                welcome.delete()

    def standard_pages(self):
        self.report("Textseiten")
        for page in self.texts["standard"]:
            self.add(
                self.home_page,
                StandardPage(
                    title=page["title"],
                    slug=page["slug"],
                    introduction=page.get("introduction", ""),
                    body=[{"type": "paragraph", "value": page["body"]}],
                    show_in_menus=page["slug"] in ("ueber-uns", "eltern", "schulen"),
                ),
            )
        text = self.texts["mentoring"]
        steps = format_html_join("", "<h3>{}</h3><p>{}</p>", ((s["heading"], s["text"]) for s in text["how_it_works"]))
        self.add(
            self.home_page,
            MentoringPage(
                title=text["title"],
                slug="mentoring",
                teaser=text["teaser"],
                body=[
                    {"type": "paragraph", "value": text["intro"]},
                    {"type": "paragraph", "value": str(steps)},
                    *({"type": "interview", "value": faq} for faq in text["faq"]),
                ],
                privacy_note=text["privacy_note"],
            ),
        )

    def career_fields(self):
        self.report("Berufsfelder und Berufe")
        text = self.texts["career_index"]
        parent = self.add(
            self.home_page,
            CareerFieldIndexPage(title=text["title"], slug="berufsfelder", introduction=text["intro"]),
        )
        for field in read("career_fields.yaml"):
            body = [
                {"type": "paragraph", "value": field["intro"]},
                {"type": "paragraph", "value": "<h2>Wer arbeitet hier?</h2>" + field["gender_note"]},
            ]
            page = self.add(
                parent,
                CareerFieldPage(
                    title=field["title"],
                    slug=field["slug"],
                    colour_pair=field["colour_pair"],
                    teaser=field["teaser"],
                    body=body,
                ),
            )
            for occupation in read(f"occupations/{field['slug']}.yaml"):
                self.occupation(page, occupation)

    def occupation(self, field, data):
        pay = data["pay"]
        page = OccupationPage(
            **{
                name: data[name]
                for name in (
                    "title",
                    "slug",
                    "short_name",
                    "kldb_code",
                    "training_kind",
                    "duration_months",
                    "qualification",
                    "teaser",
                    "drawbacks",
                    "strengths",
                    "berufenet_url",
                )
            },
            tasks=str(format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((t,) for t in data["tasks"])))),
            pay_basis=pay.get("basis", "gross"),
            pay_area=pay.get("area") or "",
            pay_year=pay.get("year"),
            pay_source=pay.get("source") or "",
            pay_source_url=pay.get("source_url") or "",
            pay_is_example=pay.get("is_example", False),
        )
        page.pay_steps = [PayStep(sort_order=order, **step) for order, step in enumerate(pay["steps"])]
        page.figures = [EvidenceFigure(sort_order=order, **figure) for order, figure in enumerate(data["figures"])]
        self.add(field, page)

    @cached_property
    def fields_by_slug(self):
        return {page.slug: page for page in CareerFieldPage.objects.all()}

    @cached_property
    def occupations_by_path(self):
        return {"/".join(page.url_path.strip("/").split("/")[-2:]): page for page in OccupationPage.objects.all()}

    @cached_property
    def companies_by_slug(self):
        return {page.slug: page for page in CompanyPage.objects.all()}

    @cached_property
    def municipalities(self):
        return {place.slug: place for place in Municipality.objects.all()}

    def companies(self):
        self.report("Unternehmen und freie Plätze")
        text = self.texts["company_index"]
        parent = self.add(
            self.home_page, CompanyIndexPage(title=text["title"], slug="unternehmen", introduction=text["intro"])
        )
        for data in read("companies.yaml"):
            page = CompanyPage(
                **{
                    name: data[name]
                    for name in (
                        "title",
                        "slug",
                        "kind",
                        "industry",
                        "size",
                        "founded",
                        "teaser",
                        "what_we_do",
                        "what_we_offer",
                    )
                },
                questions=[{"type": "question", "value": question} for question in data["questions"]],
                lead_image=self.image(data["picture"]),
                lead_image_alt=data.get("picture_alt") or "",
                is_example=True,
                offers_visits=data.get("offers_visits", False),
                **{f"contact_{name}": value for name, value in data["contact"].items()},
            )
            page.career_fields = [self.fields_by_slug[slug] for slug in data["career_fields"]]
            page.locations = [
                CompanyLocation(
                    sort_order=order, municipality=self.municipalities[place["municipality"]], address=place["address"]
                )
                for order, place in enumerate(data["locations"])
            ]
            page.offers = [self.offer(order, offer) for order, offer in enumerate(data["offers"])]
            self.add(parent, page)

    def offer(self, order, data):
        days = data.get("deadline_in_days")
        return Offer(
            sort_order=order,
            occupation=self.occupations_by_path[data["occupation"]] if data.get("occupation") else None,
            deadline=self.today + timedelta(days=days) if days is not None else None,
            valid_until=self.today + timedelta(days=data["valid_for_days"]),
            link=data.get("link") or "",
            contact_email=data.get("contact_email") or "",
            start=data.get("start") or "",
            **{name: data[name] for name in ("kind", "title", "places")},
        )

    def stories(self):
        self.report("Geschichten")
        text = self.texts["story_index"]
        parent = self.add(
            self.home_page, StoryIndexPage(title=text["title"], slug="geschichten", introduction=text["intro"])
        )
        for path in sorted((FOLDER / "stories").glob("*.yaml")):
            data = yaml.safe_load(path.read_text())
            page = StoryPage(
                **{
                    name: data[name]
                    for name in (
                        "title",
                        "slug",
                        "first_name",
                        "age",
                        "role_line",
                        "place_outside_county",
                        "teaser",
                        "pull_quote",
                        "atypical_choice",
                    )
                },
                municipality=self.municipalities.get(data["municipality"]),
                occupation=self.occupations_by_path[data["occupation"]] if data["occupation"] else None,
                company=self.companies_by_slug[data["company"]] if data["company"] else None,
                lead_image=self.image(data["picture"]),
                lead_image_alt=data["picture_alt"] or "",
                body=json.dumps([self.block(*pair) for item in data["body"] for pair in item.items()]),
                is_example=True,
            )
            page.career_fields = [self.fields_by_slug[slug] for slug in data["career_fields"]]
            self.add(parent, page)

    def events(self):
        self.report("Termine")
        text = self.texts["event_index"]
        parent = self.add(
            self.home_page, EventIndexPage(title=text["title"], slug="termine", introduction=text["intro"])
        )
        for data in read("events.yaml"):
            first = self.day(data["in_days"], data["weekday"])
            begin, end = (time.fromisoformat(hour) for hour in data["hours"])
            age_from, age_to = data.get("ages", (None, None))
            page = EventPage(
                **{name: data[name] for name in ("title", "slug", "kind", "cost_note", "teaser")},
                **{
                    name: data.get(name, "")
                    for name in ("venue", "organiser_name", "registration_link", "registration_email")
                },
                **{name: data.get(name, False) for name in ("is_cancelled", "is_continuous", "is_online")},
                starts_on=first,
                ends_on=first + timedelta(days=data["days"] - 1) if "days" in data else None,
                starts_at=begin,
                ends_at=end,
                registration_deadline=self.day(data["deadline_in_days"]) if "deadline_in_days" in data else None,
                age_from=age_from,
                age_to=age_to,
                municipality=self.municipalities.get(data.get("municipality")),
                company=self.companies_by_slug.get(data.get("company")),
                lead_image=self.image(data["picture"]),
                lead_image_alt=data.get("picture_alt", ""),
                body=json.dumps([self.block(*pair) for item in data["body"] for pair in item.items()]),
                is_example=True,
            )
            page.career_fields = [self.fields_by_slug[slug] for slug in data["career_fields"]]
            self.add(parent, page)

    def day(self, in_days, weekday=None):
        """Return the day that many days from today, or the next one after it that is this day of the week."""
        day = self.today + timedelta(days=in_days)
        return day if weekday is None else day + timedelta(days=(weekday - day.weekday()) % 7)

    def interest_check(self):
        self.report("Interessencheck")
        content = read("interest_check.yaml")
        self.add(self.home_page, InterestCheckPage(slug="interessencheck", **content["page"]))
        if not InterestStatement.objects.exists():
            InterestStatement.objects.bulk_create(
                InterestStatement(text=text, dimension=dimension, order=order)
                for dimension, texts in content["statements"].items()
                for order, text in enumerate(texts, start=1)
            )

    def block(self, kind, value):
        """Return a body block of the YAML files in the form in which StreamField stores it."""
        if kind == "image":
            value = self.figure(value)
        elif kind == "gallery":
            value = {"images": [self.figure(figure) for figure in value["images"]]}
        elif kind == "audio":
            title = f"{value['title']} (gelesen von einer Computerstimme)"
            value = {**value, "title": title, "file": self.recording(value["title"]).pk, "captions": None}
        elif kind == "call_to_action":
            page = Page.objects.get(url_path=self.home_page.url_path + value["target"].lstrip("/"))
            value = {**{key: value[key] for key in ("heading", "text", "label")}, "page": page.pk, "link": ""}
        return {"type": kind, "value": value}

    def figure(self, value):
        image = self.image(value["picture"])
        return {
            "image": {"image": image.pk, "alt_text": value["alt"], "decorative": False},
            "caption": value.get("caption") or "",
        }

    def image(self, name):
        if not name:
            return None
        model, picture = get_image_model(), PICTURES[name]
        existing = model.objects.filter(title=picture.title).first()
        if existing:
            return existing
        x, y, width, height = picture.focal_point
        return model.objects.create(
            title=picture.title,
            file=ContentFile(picture_file(name), f"{name}.png"),
            focal_point_x=x,
            focal_point_y=y,
            focal_point_width=width,
            focal_point_height=height,
            credit="Zeichnung: Impuls Regio",
        )

    def recording(self, title):
        model, name = get_document_model(), f"{slugify(title.replace('ß', 'ss'))}.mp3"
        existing = model.objects.filter(title=title).first()
        return existing or model.objects.create(title=title, file=ContentFile((RECORDINGS / name).read_bytes(), name))

    def front_page_body(self):
        page, text = self.home_page, self.texts["home"]
        if page.body:
            return
        pages = {child.slug: child for child in page.get_children()}
        page.body = [
            (
                "hero",
                {
                    "heading": text["hero_heading"],
                    "text": text["hero_text"],
                    "label": text["hero_button"],
                    "page": pages["geschichten"],
                },
            ),
            ("stories", {"heading": text["stories_heading"], "chosen": []}),
            ("call_to_action", {**text["interest_check"], "page": pages["interessencheck"], "link": ""}),
            ("career_fields", {"heading": text["fields_heading"]}),
            ("companies", {"heading": text["companies_heading"], "chosen": []}),
            ("events", {"heading": text["events_heading"]}),
            (
                "mentoring_call",
                {
                    "heading": text["mentoring"]["heading"],
                    "text": text["mentoring"]["text"],
                    "label": text["mentoring"]["button"],
                },
            ),
            (
                "partners",
                {
                    "heading": text["partners_heading"],
                    "partners": [{"name": p["name"], "link": p["link"]} for p in text["partners"]],
                },
            ),
        ]
        page.save_revision().publish()

    def settings(self):
        site_settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
        for name, slug in LEGAL_PAGES.items():
            setattr(site_settings, name, Page.objects.filter(slug=slug, depth=3).first())
        site_settings.count_example_figures = True
        site_settings.contact_email = "hallo@example.org"
        site_settings.child_protection_email = "kinderschutz@example.org"
        site_settings.save()

    def users(self):
        """Create the demo users, all with DEMO_PASSWORD, and what they work on; without a password there is neither."""
        password = settings.DEMO_PASSWORD
        if not password:
            return
        users = get_user_model().objects
        for name, group in DEMO_USERS.items():
            if not users.filter(username=name).exists():
                users.create_user(name, f"{name}@example.org", password).groups.add(Group.objects.get(name=group))
        if not users.filter(username="admin").exists():
            users.create_superuser("admin", "admin@example.org", password)
        self.report("Beispiele für die Koordination")
        DemoMentoring(read("mentoring.yaml"), users.get(username="koordination")).load()
