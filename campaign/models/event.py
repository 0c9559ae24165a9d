from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.forms import CheckboxSelectMultiple
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager, PageQuerySet
from wagtail.search import index

from campaign import structured_data
from campaign.periods import periods
from campaign.words import age_span, time_span
from careers.models import CompanyPage, Municipality
from careers.models.career_field import ColourPair
from cms.blocks import BodyBlock, prefetch_renditions
from cms.calendars import at_local_time
from cms.models import BasePage, ExampleMixin, LeadImageMixin
from cms.search import text_of

LAST_DAY = Coalesce("ends_on", "starts_on")
RELATED_SHOWN = 3
# Value of a filter, part of shared links.
ONLINE = "ja"


class EventQuerySet(PageQuerySet):
    def upcoming(self, day=None):
        """Events whose last day is `day` (default: today) or later: one that runs for a week stays until its end."""
        return self.alias(last=LAST_DAY).filter(last__gte=day or timezone.localdate())

    def over(self, day=None):
        """Events that ended before `day` (default: today)."""
        return self.alias(last=LAST_DAY).filter(last__lt=day or timezone.localdate())

    def between(self, first, last):
        """Events of which at least one day lies between two days, both included."""
        return self.upcoming(first).filter(starts_on__lte=last)

    def in_field(self, field):
        return self.filter(career_fields=field)

    def of_kind(self, kind):
        return self.filter(kind=kind)

    def in_municipalities(self, municipalities):
        return self.filter(municipality__in=municipalities)

    def online(self):
        return self.filter(is_online=True)

    def taking_place(self):
        """Leave out what was cancelled: its own lists say so, other places suggest something else."""
        return self.filter(is_cancelled=False)

    def soonest_first(self):
        """By day; on the same day those that take all of it come first."""
        return self.order_by("starts_on", F("starts_at").asc(nulls_first=True), "title", "pk")

    def with_card(self):
        """Fetch what cards need, in a constant number of queries."""
        return self.defer_streamfields().select_related("municipality").prefetch_related("career_fields")

    def for_calendar(self):
        """Fetch what calendar files tell, in a constant number of queries. Only what has a day can stand in one."""
        return self.exclude(starts_on=None).with_card().select_related("company")


class EventPage(LeadImageMixin, ExampleMixin, BasePage):
    """Something to go to: it leaves the lists by itself after its last day, and its own page then says so."""

    class Kind(models.TextChoices):
        OPEN_DAY = "open_day", _("Tag der offenen Tür")
        FAIR = "fair", _("Messe")
        FIRE_BRIGADE = "fire_brigade", _("Abend bei der Feuerwehr")
        GIRLS_DAY = "girls_day", _("Girls’Day")
        BOYS_DAY = "boys_day", _("Boys’Day")
        SCHAU_REIN = "schau_rein", _("SCHAU REIN!")
        OTHER = "other", _("Anderes")

    kind = models.CharField(_("Art"), max_length=20, choices=Kind, default=Kind.OPEN_DAY)
    is_cancelled = models.BooleanField(
        _("Fällt aus"),
        default=False,
        help_text=_("Der Termin bleibt mit diesem Hinweis stehen, damit alle es erfahren, auch im Kalender."),
    )
    starts_on = models.DateField(_("Erster Tag"), null=True, blank=True)
    ends_on = models.DateField(
        _("Letzter Tag"), null=True, blank=True, help_text=_("Leer lassen, wenn es nur ein Tag ist.")
    )
    starts_at = models.TimeField(_("Beginn"), null=True, blank=True, help_text=_("Ohne Uhrzeit gilt der ganze Tag."))
    ends_at = models.TimeField(_("Ende"), null=True, blank=True)
    is_continuous = models.BooleanField(
        _("Geht durch, auch nachts"),
        default=False,
        help_text=_("Bei mehreren Tagen gelten die Uhrzeiten sonst für jeden Tag."),
    )
    is_online = models.BooleanField(_("Online"), default=False)
    municipality = models.ForeignKey(
        "careers.Municipality",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("Gemeinde"),
    )
    venue = models.CharField(
        _("Ort und Anschrift"),
        max_length=160,
        blank=True,
        help_text=_("Zum Beispiel: Gerätehaus, Hauptstraße 3. Außerhalb des Landkreises mit dem Namen der Stadt."),
    )
    company = models.ForeignKey(
        "careers.CompanyPage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("Unternehmen, das einlädt"),
    )
    organiser_name = models.CharField(_("oder wer sonst einlädt"), max_length=120, blank=True)
    career_fields = ParentalManyToManyField(
        "careers.CareerFieldPage", verbose_name=_("Berufsfelder"), blank=True, related_name="events"
    )
    age_from = models.PositiveSmallIntegerField(_("Alter von"), null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(_("Alter bis"), null=True, blank=True)
    registration_link = models.URLField(_("Link zur Anmeldung"), blank=True)
    registration_email = models.EmailField(_("oder E-Mail"), blank=True)
    registration_deadline = models.DateField(_("Anmeldeschluss"), null=True, blank=True)
    cost_note = models.CharField(
        _("Kosten"), max_length=120, blank=True, help_text=_("Zum Beispiel: kostenlos, Mittagessen 4 Euro.")
    )
    teaser = models.CharField(_("Anreißer"), max_length=200, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("Text"), blank=True)

    objects = PageManager.from_queryset(EventQuerySet)()

    kind_name = _("Termin")
    embed_kind = "event"
    template = "pages/event_page.html"
    card_template = "cards/event.html"
    card_name = "event"
    listed_by = "campaign.EventIndexPage"
    listed_by_columns = ("eventpage__starts_on", "eventpage__starts_at")
    parent_page_types = ["campaign.EventIndexPage"]
    subpage_types: list[str] = []
    page_description = _("Etwas zum Hingehen: Tag der offenen Tür, Messe, Abend bei der Feuerwehr, Girls’Day, Boys’Day")
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("kind"), FieldPanel("is_cancelled")], heading=_("Was")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldPanel("is_continuous"),
            ],
            heading=_("Wann"),
        ),
        MultiFieldPanel([FieldPanel("municipality"), FieldPanel("venue"), FieldPanel("is_online")], heading=_("Wo")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("company"), FieldPanel("organiser_name")]),
                FieldPanel("career_fields", widget=CheckboxSelectMultiple),
                FieldRowPanel([FieldPanel("age_from"), FieldPanel("age_to")]),
            ],
            heading=_("Wer lädt ein, und wen"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("registration_link"), FieldPanel("registration_email")]),
                FieldRowPanel([FieldPanel("registration_deadline"), FieldPanel("cost_note")]),
            ],
            heading=_("Anmeldung und Kosten"),
        ),
        FieldPanel("teaser"),
        MultiFieldPanel(LeadImageMixin.lead_image_panels, heading=_("Bild")),
        FieldPanel("body"),
        *ExampleMixin.example_panels,
    ]
    search_fields = [*BasePage.search_fields, index.FilterField("kind"), index.FilterField("starts_on")]

    class Meta:
        verbose_name = _("Termin")
        verbose_name_plural = _("Termine")
        indexes = [models.Index(fields=["starts_on"], name="event_starts_on")]

    def clean_for_publishing(self):
        super().clean_for_publishing()
        errors = {**self.errors_of_time(), **self.errors_of_place()}
        if not self.company_id and not self.organiser_name.strip():
            errors["organiser_name"] = _("Bitte sagen, wer einlädt.")
        if self.age_from and self.age_to and self.age_to < self.age_from:
            errors["age_to"] = _("Das ist jünger als „Alter von“.")
        if errors:
            raise ValidationError(errors)

    def errors_of_time(self):
        if not self.starts_on:
            return {"starts_on": _("Bitte den Tag eintragen, an dem es stattfindet.")}
        errors = {}
        if self.ends_on and self.ends_on < self.starts_on:
            errors["ends_on"] = _("Der letzte Tag liegt vor dem ersten.")
        if self.ends_at and not self.starts_at:
            errors["starts_at"] = _("Bitte auch sagen, wann es beginnt.")
        elif self.ends_at and self.ends_at <= self.starts_at and not self.runs_through:
            errors["ends_at"] = _("Das Ende liegt vor dem Beginn. Geht es über Nacht, dann den letzten Tag eintragen.")
        if self.registration_deadline and self.registration_deadline > self.last_day:
            errors["registration_deadline"] = _("Der Anmeldeschluss liegt nach dem Termin.")
        return errors

    def errors_of_place(self):
        if not self.is_online and not self.municipality_id and not self.venue.strip():
            return {"municipality": _("Bitte eine Gemeinde wählen, einen Ort eintragen oder „Online“ ankreuzen.")}
        return {}

    def search_text(self):
        return (
            f"{super().search_text()} {self.get_kind_display()} {self.place} {self.organiser} {self.teaser}"
            f" {text_of(self.body)}"
        )

    def subjects(self):
        return [structured_data.event(self)] if self.span else []

    def share_texts(self):
        texts = super().share_texts() | {"kicker": self.get_kind_display()}
        texts["detail"] = " · ".join(part for part in (self.when if self.span else "", self.place) if part)
        return texts | ({"note": str(_("Fällt aus"))} if self.is_cancelled else {})

    @classmethod
    def outdated(cls):
        return cls.objects.over()

    def get_sitemap_urls(self, request=None):
        return [] if self.is_over else super().get_sitemap_urls(request)

    def filter_values(self):
        return {
            "feld": [field.slug for field in self.career_fields.all() if field.live],
            "wann": self.periods(),
            "art": [self.kind],
            "ort": [self.municipality.slug] if self.municipality else [],
            "online": [ONLINE] if self.is_online else [],
        }

    def periods(self):
        """Return the values of the filter's periods that it touches."""
        if not self.span:
            return []
        return [period.value for period in periods(timezone.localdate(), [self.span]) if period.touches(*self.span)]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        prefetch_renditions(self.body)
        context |= {
            "company": CompanyPage.objects.live().filter(pk=self.company_id).with_card().first(),
            "career_fields": [field for field in self.career_fields.all() if field.live],
            "hero_facts": [fact for fact in (self.when, self.place) if fact],
            "key_facts": self.key_facts(),
            "places": self.places(),
            "related_events": self.related_events(),
            "listing_url": self.listing_url(),
        }
        return context

    def places(self):
        """Return the map with this event's municipality and the number of events to come there; [] where it is over."""
        if self.is_over or not self.municipality_id:
            return []
        there = EventPage.objects.live().upcoming().in_municipalities([self.municipality_id]).count()
        return Municipality.objects.on_map({self.municipality_id: max(there, 1)}, self.listing_url())

    def key_facts(self):
        """Return what is known in a few words, as pairs of term and value."""
        deadline = date_format(self.registration_deadline) if self.registration_deadline else ""
        facts = [
            (_("Wo"), self.full_place),
            (_("Für wen"), self.ages),
            (_("Wer lädt ein"), "" if self.linked_company else self.organiser),
            (_("Kosten"), self.cost_note),
            (_("Anmelden bis"), deadline),
        ]
        return [{"term": term, "value": value} for term, value in facts if value]

    def related_events(self):
        """Return up to three events still to come, soonest first: of the same career fields, or of the same kind."""
        fields = [field.pk for field in self.career_fields.all()]
        same_field = Q(pk__in=EventPage.objects.filter(career_fields__in=fields).values("pk"))
        events = (
            EventPage.objects.live()
            .upcoming()
            .taking_place()
            .exclude(pk=self.pk)
            .filter(same_field | Q(kind=self.kind))
        )
        return list(events.soonest_first().with_card()[:RELATED_SHOWN])

    @property
    def span(self):
        """The first and the last day, both included; None as long as a draft has none."""
        return (self.starts_on, self.last_day) if self.starts_on else None

    @property
    def calendar_url(self):
        """The path of the calendar file, "" for a draft without an address or a day."""
        return reverse("event-calendar", args=[self.slug]) if self.slug and self.starts_on else ""

    @property
    def facts(self):
        """One line for cards, below the days: kind and place."""
        return " · ".join(str(part) for part in (self.get_kind_display(), self.place) if part)

    @property
    def last_day(self):
        """The last day, of an event of one day its only one; None as long as a draft has none."""
        return self.ends_on or self.starts_on

    @property
    def is_over(self):
        """Whether its last day has passed. It ends with the day, not with the hour."""
        return bool(self.last_day) and self.last_day < timezone.localdate()

    @property
    def is_all_day(self):
        return self.starts_at is None

    @property
    def has_several_days(self):
        return bool(self.starts_on and self.ends_on and self.ends_on > self.starts_on)

    @property
    def runs_through(self):
        """Whether it goes on at night: the hours are those of the first day's beginning and the last day's end."""
        return self.has_several_days and self.is_continuous

    @property
    def days(self):
        """The number of days that it touches."""
        return (self.last_day - self.starts_on).days + 1

    @property
    def start(self) -> date | datetime | None:
        """The beginning: a day, or a moment in local time; None as long as a draft has none."""
        return at_local_time(self.starts_on, self.starts_at) if self.starts_on else None

    @property
    def end(self) -> date | datetime | None:
        """The end: the last day (included), or the moment it ends on the last day; None where the hour is open."""
        if self.is_all_day:
            return self.last_day
        return at_local_time(self.last_day, self.ends_at) if self.ends_at else None

    @property
    def when(self):
        """Days and hours in words: "Samstag, 10. Oktober 2026, 10 bis 16 Uhr"."""
        return time_span(self.starts_on, self.ends_on, self.starts_at, self.ends_at, self.runs_through)

    @property
    def ages(self):
        """For whom, in words; "" where everybody is meant."""
        return age_span(self.age_from, self.age_to)

    @property
    def place(self):
        """Where, in a few words for cards: the municipality, else the place as written, else online."""
        if self.municipality:
            return self.municipality.short_name
        return self.venue or (str(_("Online")) if self.is_online else "")

    @property
    def full_place(self):
        """Where, with the address, which may name the municipality itself."""
        municipality = self.municipality.name if self.municipality else ""
        if municipality and self.municipality.short_name in self.venue:
            municipality = ""
        online = str(_("Online")) if self.is_online else ""
        return ", ".join(part for part in (self.venue, municipality, online) if part)

    @property
    def organiser(self):
        """The name of who invites."""
        return self.company.title if self.company else self.organiser_name

    @property
    def linked_company(self):
        """The company that invites, where it has a page that visitors can open."""
        return self.company if self.company and self.company.live else None

    @property
    def has_registration(self):
        return bool(self.registration_link or self.registration_email)

    @property
    def is_open_for_registration(self):
        """Whether one can still register: there is a way, it is not too late, and the event takes place."""
        in_time = not self.registration_deadline or self.registration_deadline >= timezone.localdate()
        return self.has_registration and in_time and not self.is_over and not self.is_cancelled

    @property
    def colour_pair(self):
        """The colour pair of the first career field."""
        return next((field.colour_pair for field in self.career_fields.all()), ColourPair.RED.value)
