"""Objects for tests. Pages get their parents by themselves; what a test speaks of, it names."""

from datetime import timedelta
from io import BytesIO

import factory
import wagtail_factories
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.images import ImageFile
from django.utils import timezone
from factory.django import DjangoModelFactory
from PIL import Image
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
from cms.models import CustomImage, SiteSettings
from home.models import HomePage, MentoringPage, StandardPage
from mentoring.models import Clearance, Mentor, MentoringSignup
from stories.models import PublicationConsent, StoryIndexPage, StoryPage


def home_page():
    """Return the one home page, which is the root of the default site."""
    home = HomePage.objects.first()
    if not home:
        home = Page.get_first_root_node().add_child(instance=HomePage(title="Start", slug="start"))
        site, _ = Site.objects.update_or_create(
            is_default_site=True, defaults={"root_page": home, "hostname": "localhost", "site_name": "Impuls Regio"}
        )
        Site.clear_site_root_paths_cache()
        SiteSettings.for_site(site)
    return home


def index_page(model, title, slug):
    page = model.objects.first()
    return page or home_page().add_child(instance=model(title=title, slug=slug))


def story_index():
    return index_page(StoryIndexPage, "Geschichten", "geschichten")


def career_field_index():
    return index_page(CareerFieldIndexPage, "Berufsfelder", "berufsfelder")


def company_index():
    return index_page(CompanyIndexPage, "Unternehmen", "unternehmen")


def event_index():
    return index_page(EventIndexPage, "Termine", "termine")


def mentoring_page():
    return index_page(MentoringPage, "Mentoring", "mentoring")


def interest_check_page():
    return index_page(InterestCheckPage, "Interessencheck", "interessencheck")


class InterestStatementFactory(DjangoModelFactory):
    text = factory.Sequence(lambda number: f"Szene {number}.")
    dimension = "R"
    order = factory.Sequence(lambda number: number)

    class Meta:
        model = InterestStatement


class MunicipalityFactory(DjangoModelFactory):
    name = factory.Sequence(lambda number: f"Musterdorf {number}")
    slug = factory.Sequence(lambda number: f"musterdorf-{number}")
    ags = factory.Sequence(lambda number: f"14626{number:03}")
    latitude = "51.1000"
    longitude = "14.8000"

    class Meta:
        model = Municipality
        django_get_or_create = ("slug",)


class CareerFieldFactory(wagtail_factories.PageFactory):
    title = factory.Sequence(lambda number: f"Berufsfeld {number}")
    parent = factory.LazyFunction(career_field_index)

    class Meta:
        model = CareerFieldPage


class OccupationFactory(wagtail_factories.PageFactory):
    title = factory.Sequence(lambda number: f"Beruf {number}")
    strengths = "RIC"
    parent = factory.LazyFunction(lambda: CareerFieldPage.objects.first() or CareerFieldFactory())

    class Meta:
        model = OccupationPage


class FigureFactory(DjangoModelFactory):
    """A sourced share of women, unless told otherwise."""

    page = factory.SubFactory(OccupationFactory)
    kind = EvidenceFigure.Kind.SHARE_OF_WOMEN
    value = 8
    area = "Deutschland"
    year = 2024
    source = "Statistik der Bundesagentur für Arbeit"
    source_url = "https://statistik.arbeitsagentur.de/"

    class Meta:
        model = EvidenceFigure


class PayStepFactory(DjangoModelFactory):
    page = factory.SubFactory(OccupationFactory)
    label = factory.Sequence(lambda number: f"{number + 1}. Jahr")
    amount = 1150

    class Meta:
        model = PayStep


class CompanyFactory(wagtail_factories.PageFactory):
    title = factory.Sequence(lambda number: f"Werk {number}")
    parent = factory.LazyFunction(company_index)

    class Meta:
        model = CompanyPage


class LocationFactory(DjangoModelFactory):
    page = factory.SubFactory(CompanyFactory)
    municipality = factory.SubFactory(MunicipalityFactory)

    class Meta:
        model = CompanyLocation


class OfferFactory(DjangoModelFactory):
    """An apprenticeship that stands for another month."""

    page = factory.SubFactory(CompanyFactory)
    kind = Offer.Kind.APPRENTICESHIP
    title = factory.Sequence(lambda number: f"Ausbildung {number}")
    valid_until = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))

    class Meta:
        model = Offer


class StoryFactory(wagtail_factories.PageFactory):
    """A live story, marked as an example: no consents needed."""

    title = factory.Sequence(lambda number: f"Geschichte {number}")
    parent = factory.LazyFunction(story_index)
    first_name = "Jette"
    age = 19
    is_example = True
    first_published_at = factory.LazyFunction(timezone.now)

    class Meta:
        model = StoryPage
        skip_postgeneration_save = True

    @factory.post_generation
    def career_fields(self, create, fields, **kwargs):
        if fields:
            self.career_fields.set(fields)
            self.save()


class DraftStoryFactory(StoryFactory):
    """An unpublished story of a real person."""

    is_example = False
    live = False
    has_unpublished_changes = True
    first_published_at = None


class ConsentFactory(DjangoModelFactory):
    story = factory.SubFactory(DraftStoryFactory)
    role = PublicationConsent.Role.PROTAGONIST
    scope = PublicationConsent.Scope.TEXT_AND_MEDIA
    given_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=10))
    paper_location = "Ordner 3, Blatt 12"

    class Meta:
        model = PublicationConsent


class EventFactory(wagtail_factories.PageFactory):
    """A live open day, all of it, a month from now."""

    title = factory.Sequence(lambda number: f"Termin {number}")
    parent = factory.LazyFunction(event_index)
    starts_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))
    organiser_name = "Kreisjugendring"

    class Meta:
        model = EventPage
        skip_postgeneration_save = True

    @factory.post_generation
    def career_fields(self, create, fields, **kwargs):
        if fields:
            self.career_fields.set(fields)
            self.save()


class StandardPageFactory(wagtail_factories.PageFactory):
    title = factory.Sequence(lambda number: f"Seite {number}")
    parent = factory.LazyFunction(home_page)

    class Meta:
        model = StandardPage


def picture_bytes(image_format="PNG", size=(40, 30), colour="red", **options):
    buffer = BytesIO()
    Image.new("RGB", size, colour).save(buffer, image_format, **options)
    return buffer.getvalue()


class ImageFactory(DjangoModelFactory):
    title = factory.Sequence(lambda number: f"Bild {number}")
    file = factory.LazyFunction(lambda: ImageFile(BytesIO(picture_bytes()), name="bild.png"))

    class Meta:
        model = CustomImage


class UserFactory(DjangoModelFactory):
    """A user of the groups named in `groups`."""

    username = factory.Sequence(lambda number: f"person{number}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")

    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    @factory.post_generation
    def groups(self, create, names, **kwargs):
        if names:
            self.groups.set(Group.objects.filter(name__in=names))


class MentorFactory(DjangoModelFactory):
    """A mentor who just applied, from outside the county."""

    first_name = "Ruth"
    last_name = "Hänsel"
    email = factory.Sequence(lambda number: f"ruth{number}@example.org")
    occupation = "Zimmermeisterin"
    languages = factory.LazyFunction(lambda: ["de"])

    class Meta:
        model = Mentor
        skip_postgeneration_save = True

    class Params:
        email_confirmed = factory.Trait(state="email_confirmed", email_confirmed_at=factory.LazyFunction(timezone.now))
        # Vetted today, by a certificate of last week.
        active = factory.Trait(
            state="active",
            email_confirmed_at=factory.LazyFunction(timezone.now),
            clearance=factory.RelatedFactory("tests.factories.ClearanceFactory", "mentor"),
        )


class ClearanceFactory(DjangoModelFactory):
    """A certificate of last week, inspected today."""

    mentor = factory.SubFactory(MentorFactory)
    certificate_date = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=7))
    inspected_on = factory.LazyFunction(timezone.localdate)
    commitment_signed_on = factory.LazyFunction(timezone.localdate)
    inspector = "koordination"
    is_cleared = True

    class Meta:
        model = Clearance


class SignupFactory(DjangoModelFactory):
    """A signup just received, from outside the county; with a guardian's address if the age calls for one."""

    first_name = "Mila"
    age = 17
    email = factory.Sequence(lambda number: f"mila{number}@example.org")
    needs_guardian = factory.LazyAttribute(lambda signup: signup.age < 16)
    guardian_name = factory.LazyAttribute(lambda signup: "Jana Kern" if signup.needs_guardian else None)
    guardian_email = factory.LazyAttribute(lambda signup: "jana@example.org" if signup.needs_guardian else None)

    class Meta:
        model = MentoringSignup

    class Params:
        email_confirmed = factory.Trait(state="email_confirmed", email_confirmed_at=factory.LazyFunction(timezone.now))
        eligible = factory.Trait(
            state="eligible",
            email_confirmed_at=factory.LazyFunction(timezone.now),
            guardian_confirmed_at=factory.LazyAttribute(
                lambda signup: timezone.now() if signup.needs_guardian else None
            ),
        )
