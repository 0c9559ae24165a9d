from datetime import timedelta

from django.db import models
from django.db.models import F, Max, Q, prefetch_related_objects
from django.db.models.functions import Coalesce, Least
from django.forms import CheckboxSelectMultiple
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, PageManager, PageQuerySet

from careers import structured_data
from careers.models.career_field import ColourPair, shown_events, shown_stories
from careers.models.municipality import Municipality
from cms.blocks import QuestionBlock
from cms.models import BasePage, ExampleMixin, LeadImageMixin
from cms.search import text_of

TEXT_FEATURES = ["bold", "italic", "ul", "link"]


class CompanyQuerySet(PageQuerySet):
    def in_field(self, field):
        return self.filter(career_fields=field)

    def in_municipalities(self, municipalities):
        return self.filter(pk__in=CompanyLocation.objects.filter(municipality__in=municipalities).values("page"))

    def offering(self, kind):
        return self.filter(pk__in=Offer.objects.current().filter(kind=kind).values("page"))

    def offering_visits(self):
        return self.filter(offers_visits=True)

    def newest_offers_first(self):
        newest = Max("offers__pk", filter=Q(offers__in=Offer.objects.current()))
        return self.annotate(newest_offer=newest).order_by(F("newest_offer").desc(nulls_last=True), "title")

    def with_card(self):
        """Fetch what cards need, in a constant number of queries."""
        return (
            self.defer_streamfields()
            .select_related("logo", "lead_image")
            .prefetch_related(
                "career_fields",
                "locations__municipality",
                "offers",
                "logo__renditions",
                "lead_image__renditions",
            )
        )


class CompanyPage(LeadImageMixin, ExampleMixin, BasePage):
    """Portrait of a place where one can learn or work, with its free places."""

    class Kind(models.TextChoices):
        COMPANY = "company", _("Betrieb")
        VOCATIONAL_SCHOOL = "vocational_school", _("Berufsschule")
        UNIVERSITY = "university", _("Hochschule")

    class Size(models.TextChoices):
        MICRO = "1_9", _("1 bis 9 Beschäftigte")
        SMALL = "10_49", _("10 bis 49 Beschäftigte")
        MEDIUM = "50_249", _("50 bis 249 Beschäftigte")
        LARGE = "250_plus", _("250 Beschäftigte und mehr")

    kind = models.CharField(_("Art"), max_length=20, choices=Kind, default=Kind.COMPANY)
    teaser = models.CharField(_("Anreißer"), max_length=200, blank=True)
    industry = models.CharField(_("Branche"), max_length=80, blank=True)
    size = models.CharField(_("Größe"), max_length=10, choices=Size, blank=True)
    founded = models.PositiveSmallIntegerField(_("Gegründet"), null=True, blank=True)
    career_fields = ParentalManyToManyField(
        "careers.CareerFieldPage", verbose_name=_("Berufsfelder"), blank=True, related_name="companies"
    )
    logo = models.ForeignKey(
        "cms.CustomImage", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Logo")
    )
    what_we_do = RichTextField(_("Was wir machen"), features=TEXT_FEATURES, blank=True)
    what_we_offer = RichTextField(_("Was wir jungen Leuten bieten"), features=TEXT_FEATURES, blank=True)
    questions = StreamField(
        [("question", QuestionBlock())], verbose_name=_("Ehrliche Fragen und Antworten"), blank=True
    )
    offers_visits = models.BooleanField(
        _("Besuche möglich"),
        default=False,
        help_text=_(
            "Junge Leute können auf der Seite um einen Besuch bitten. Die Koordination fragt dann im Unternehmen nach;"
            " von selbst bekommt es keine Angaben. Bitte nur ankreuzen, wenn das abgesprochen ist."
        ),
    )
    contact_name = models.CharField(_("Ansprechperson"), max_length=80, blank=True)
    contact_role = models.CharField(_("Aufgabe"), max_length=80, blank=True)
    contact_email = models.EmailField(_("E-Mail"), blank=True)
    contact_phone = models.CharField(_("Telefon"), max_length=40, blank=True)

    objects = PageManager.from_queryset(CompanyQuerySet)()

    kind_name = _("Unternehmen")
    template = "pages/company_page.html"
    card_template = "cards/company.html"
    card_name = "company"
    embed_kind = "company"
    listed_by = "careers.CompanyIndexPage"
    parent_page_types = ["careers.CompanyIndexPage"]
    subpage_types: list[str] = []
    page_description = _("Porträt eines Betriebs, einer Berufsschule oder Hochschule mit freien Plätzen")
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("kind"),
                FieldPanel("industry"),
                FieldRowPanel([FieldPanel("size"), FieldPanel("founded")]),
                FieldPanel("career_fields", widget=CheckboxSelectMultiple),
            ],
            heading=_("Eckdaten"),
        ),
        FieldPanel("teaser"),
        MultiFieldPanel([FieldPanel("logo"), *LeadImageMixin.lead_image_panels], heading=_("Bilder")),
        FieldPanel("what_we_do"),
        FieldPanel("what_we_offer"),
        FieldPanel("questions"),
        InlinePanel("locations", heading=_("Standorte"), label=_("Standort")),
        InlinePanel("offers", heading=_("Freie Plätze"), label=_("Angebot")),
        FieldPanel("offers_visits"),
        MultiFieldPanel(
            [FieldPanel(f"contact_{name}") for name in ("name", "role", "email", "phone")],
            heading=_("Ansprechperson für Jugendliche"),
        ),
        *ExampleMixin.example_panels,
    ]

    class Meta:
        verbose_name = _("Unternehmen")
        verbose_name_plural = _("Unternehmen")

    def search_text(self):
        places = " ".join(location.municipality.name for location in self.locations.all())
        offers = " ".join(offer.title for offer in self.current_offers)
        return (
            f"{super().search_text()} {self.teaser} {self.industry} {places} {self.what_we_do} {self.what_we_offer}"
            f" {text_of(self.questions)} {offers}"
        )

    def filter_values(self):
        return {
            "feld": [field.slug for field in self.career_fields.all() if field.live],
            "angebot": sorted({offer.kind for offer in self.current_offers}),
            "ort": [place.slug for place in self.municipalities],
        }

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        offers, locations = self.current_offers, list(self.locations.all())
        prefetch_related_objects(offers, "occupation")
        prefetch_related_objects(locations, "municipality")
        context |= {
            "offers": offers,
            "stories": shown_stories(self),
            "events": shown_events(self),
            "locations": locations,
            "career_fields": [field for field in self.career_fields.all() if field.live],
            "key_facts": self.key_facts(locations),
            "places": Municipality.objects.on_map(
                {location.municipality_id: len(offers) or 1 for location in locations}, self.listing_url()
            ),
        }
        return context

    def subjects(self):
        return [structured_data.organization(self), *structured_data.offers(self)]

    def share_texts(self):
        places = ", ".join(place.short_name for place in self.municipalities)
        return super().share_texts() | {"kicker": self.get_kind_display(), "detail": places}

    def key_facts(self, locations):
        """Return what is known in a few words, as pairs of term and value."""
        places = ", ".join(dict.fromkeys(location.municipality.short_name for location in locations))
        facts = [
            (_("Art"), self.get_kind_display()),
            (_("Branche"), self.industry),
            (_("Größe"), self.get_size_display()),
            (_("Gegründet"), self.founded),
            (_("Standorte") if len(locations) > 1 else _("Standort"), places),
        ]
        return [{"term": term, "value": value} for term, value in facts if value]

    @property
    def facts(self):
        """One line for cards: places and number of offers."""
        offers = len(self.current_offers)
        parts = [
            ", ".join(place.short_name for place in self.municipalities),
            ngettext("%(number)s Angebot", "%(number)s Angebote", offers) % {"number": offers} if offers else "",
        ]
        return " · ".join(part for part in parts if part)

    @property
    def current_offers(self):
        """The offers that still stand, soonest end first."""
        current = [offer for offer in self.offers.all() if offer.is_current]
        return sorted(current, key=lambda offer: (offer.last_day, offer.sort_order or 0))

    @property
    def municipalities(self):
        return list(dict.fromkeys(location.municipality for location in self.locations.all()))

    @property
    def colour_pair(self):
        """The colour pair of the first career field."""
        return next((field.colour_pair for field in self.career_fields.all()), ColourPair.RED.value)


class CompanyLocation(Orderable):
    page = ParentalKey(CompanyPage, on_delete=models.CASCADE, related_name="locations")
    municipality = models.ForeignKey(
        "careers.Municipality", models.PROTECT, related_name="company_locations", verbose_name=_("Gemeinde")
    )
    address = models.CharField(_("Anschrift"), max_length=160, blank=True)

    panels = [FieldPanel("municipality"), FieldPanel("address")]

    def __str__(self):
        return f"{self.municipality}, {self.address}"


class OfferQuerySet(models.QuerySet):
    def current(self):
        """Offers that neither expired nor passed their deadline."""
        today = timezone.localdate()
        return self.filter(Q(deadline=None) | Q(deadline__gte=today), valid_until__gte=today)

    def of_live_companies(self):
        return self.filter(page__live=True)

    def in_field(self, field):
        """Offers for an occupation of a career field; those for none count to the fields of their company."""
        by_occupation = Q(occupation__path__startswith=field.path)
        return self.filter(by_occupation | Q(occupation=None, page__in=field.companies.all()))

    def offering(self, kind):
        return self.filter(kind=kind)

    def in_municipalities(self, municipalities):
        return self.filter(page__in=CompanyPage.objects.in_municipalities(municipalities))

    def soonest_end_first(self):
        """In the order of `last_day`, which each row then has as `ends_on`."""
        ends_on = Least(Coalesce("deadline", "valid_until"), "valid_until")
        return self.annotate(ends_on=ends_on).order_by("ends_on", "pk")

    def open_for_applications(self):
        """Current offers that have a deadline, the nearest first."""
        return self.current().exclude(deadline=None).order_by("deadline", "pk")

    def expiring(self, days):
        """Current offers that end, or can no longer be applied for, within `days` days."""
        last = timezone.localdate() + timedelta(days=days)
        return self.current().filter(Q(valid_until__lte=last) | Q(deadline__lte=last))


class Offer(Orderable):
    """A free place. It leaves the site by itself after its last day."""

    class Kind(models.TextChoices):
        APPRENTICESHIP = "apprenticeship", _("Ausbildung")
        INTERNSHIP = "internship", _("Praktikum")
        DUAL_STUDY = "dual_study", _("duales Studium")
        DEGREE_COURSE = "degree_course", _("Studium")
        HOLIDAY_JOB = "holiday_job", _("Ferienjob")

    page = ParentalKey(CompanyPage, on_delete=models.CASCADE, related_name="offers")
    kind = models.CharField(_("Art"), max_length=20, choices=Kind)
    title = models.CharField(_("Titel"), max_length=120)
    occupation = models.ForeignKey(
        "careers.OccupationPage", models.SET_NULL, null=True, blank=True, related_name="offers", verbose_name=_("Beruf")
    )
    start = models.CharField(_("Beginn"), max_length=60, blank=True)
    places = models.PositiveSmallIntegerField(_("Plätze"), null=True, blank=True)
    deadline = models.DateField(_("Bewerbungsschluss"), null=True, blank=True)
    link = models.URLField(_("Link"), blank=True)
    contact_email = models.EmailField(_("oder E-Mail"), blank=True)
    valid_until = models.DateField(_("Gültig bis"), help_text=_("Danach verschwindet das Angebot von selbst."))
    posted_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfferQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("title")]),
        FieldPanel("occupation"),
        FieldRowPanel([FieldPanel("start"), FieldPanel("places")]),
        FieldRowPanel([FieldPanel("deadline"), FieldPanel("valid_until")]),
        FieldPanel("link"),
        FieldPanel("contact_email"),
    ]

    # What readers of a feed are told again when it changes.
    TOLD = ("kind", "title", "occupation_id", "start", "places", "deadline", "valid_until", "link", "contact_email")

    class Meta(Orderable.Meta):
        verbose_name = _("Angebot")
        verbose_name_plural = _("Angebote")

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        """Save the offer, as each publication of its page does. Only new words of its own count as a change."""
        stored = type(self).objects.filter(pk=self.pk).first() if self.pk else None
        if stored:
            self.posted_at = stored.posted_at
            is_same = all(getattr(self, name) == getattr(stored, name) for name in self.TOLD)
            self.changed_at = stored.changed_at if is_same else timezone.now()
        super().save(*args, **kwargs)

    @property
    def full_url(self):
        """The address of the offer on the page of its company."""
        return f"{self.page.full_url}#{self.anchor}"

    @property
    def anchor(self):
        return f"angebot-{self.pk}"

    @property
    def facts(self):
        """Beginning, places and deadline in words, as far as they are known."""
        places = ngettext("%(number)s Platz", "%(number)s Plätze", self.places or 0) % {"number": self.places}
        return [
            *([_("Beginn: %(start)s") % {"start": self.start}] if self.start else []),
            *([places] if self.places else []),
            *([_("Bewerbung bis %(day)s") % {"day": date_format(self.deadline)}] if self.deadline else []),
        ]

    @property
    def last_day(self):
        return min(self.deadline or self.valid_until, self.valid_until)

    @property
    def is_current(self):
        return self.last_day >= timezone.localdate()

    @property
    def calendar_url(self):
        """The path of the calendar file of its deadline, "" where there is none."""
        is_there = self.pk and self.deadline and self.page.slug
        return reverse("offer-deadline", args=[self.page.slug, self.pk]) if is_there else ""

    @property
    def linked_occupation(self):
        """The occupation, where it has a page that visitors can open."""
        return self.occupation if self.occupation and self.occupation.live else None
