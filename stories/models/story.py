import logging

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import Case, Q, When
from django.forms import CheckboxSelectMultiple
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import PageManager, PageQuerySet
from wagtail.search import index

from careers.models import CompanyPage, OccupationPage
from careers.models.career_field import ColourPair
from careers.models.municipality import OUTSIDE
from cms.blocks import BodyBlock, prefetch_renditions, raw_images
from cms.models import BasePage, CardIterable, ExampleMixin, LeadImageMixin
from cms.search import text_of
from cms.structured_data import node, reference
from frontend.share_cards import card_url
from stories.models.consent import PublicationConsent

RELATED_SHOWN = 3
ADULT = 18
OWN_CONSENT_FROM = 14
# Values of filters, part of shared links: a story from outside the county, and one of an atypical choice.
ATYPICAL = "ja"
# What Wagtail's publish_scheduled passes as log action.
SCHEDULED_PUBLISHING = "wagtail.publish.scheduled"

logger = logging.getLogger(__name__)


class ConsentMissing(PermissionDenied):
    """A story cannot go live: the consents of `roles` are missing."""

    def __init__(self, story, roles):
        self.roles = roles
        super().__init__(f"Story {story.pk} lacks consents: {', '.join(roles)}")


class StoryQuerySet(PageQuerySet):
    def in_field(self, field):
        return self.filter(career_fields=field)

    def outside_county(self):
        return self.filter(municipality=None).exclude(place_outside_county="")

    def showing_atypical_choice(self, settings):
        """Stories whose choice may be called atypical by the figures of their occupation."""
        candidates = self.exclude(atypical_choice=StoryPage.AtypicalChoice.NONE).defer_streamfields()
        candidates = candidates.select_related("occupation").prefetch_related("occupation__figures")
        return self.filter(pk__in=[story.pk for story in candidates if story.shows_atypical_choice(settings)])

    def with_card(self):
        """Fetch what cards need, in a constant number of queries."""
        queryset = (
            self.defer_streamfields()
            .select_related("municipality", "occupation", "lead_image")
            .prefetch_related("career_fields", "lead_image__renditions", "occupation__figures")
        )
        queryset._iterable_class = CardIterable
        return queryset

    def newest_first(self):
        return self.order_by("-first_published_at", "-pk")

    def enforce_consents(self):
        """Take live stories off the site whose consents ended; return how many those are."""
        live = self.live().filter(is_example=False).prefetch_related("consents")
        return sum(story.enforce_consents() for story in live.iterator(chunk_size=100))


class StoryPage(LeadImageMixin, ExampleMixin, BasePage):
    """The story of a young person of the region."""

    class AtypicalChoice(models.TextChoices):
        NONE = "none", _("nein")
        WOMAN = "woman_in_male_occupation", _("eine Frau in einem Beruf, den meist Männer machen")
        MAN = "man_in_female_occupation", _("ein Mann in einem Beruf, den meist Frauen machen")

    first_name = models.CharField(_("Vorname"), max_length=40, blank=True, help_text=_("Nie der Nachname."))
    age = models.PositiveSmallIntegerField(
        _("Alter"), null=True, blank=True, help_text=_("Ohne Alter gilt die Person als minderjährig.")
    )
    role_line = models.CharField(
        _("Rolle"), max_length=100, blank=True, help_text=_("Zum Beispiel: Mechatronikerin, 2. Lehrjahr.")
    )
    municipality = models.ForeignKey(
        "careers.Municipality",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="stories",
        verbose_name=_("Gemeinde"),
    )
    place_outside_county = models.CharField(
        _("oder Ort außerhalb des Landkreises"), max_length=80, blank=True, help_text=_("Für Leute, die zurückkommen.")
    )
    occupation = models.ForeignKey(
        "careers.OccupationPage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="stories",
        verbose_name=_("Beruf"),
    )
    career_fields = ParentalManyToManyField(
        "careers.CareerFieldPage", verbose_name=_("Berufsfelder"), blank=True, related_name="stories"
    )
    company = models.ForeignKey(
        "careers.CompanyPage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="stories",
        verbose_name=_("Unternehmen"),
    )
    teaser = models.CharField(_("Anreißer"), max_length=200, blank=True)
    pull_quote = models.CharField(
        _("Zitat"), max_length=120, blank=True, help_text=_("Der stärkste Satz, ohne Anführungszeichen.")
    )
    atypical_choice = models.CharField(
        _("Untypische Wahl"),
        max_length=30,
        choices=AtypicalChoice,
        default=AtypicalChoice.NONE,
        help_text=_("Erscheint nur, wenn die belegte Zahl des Berufs es bestätigt."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("Geschichte"), blank=True)

    objects = PageManager.from_queryset(StoryQuerySet)()

    kind_name = _("Geschichte")
    template = "pages/story_page.html"
    card_template = "cards/story.html"
    card_name = "story"
    embed_kind = "story"
    listed_by = "stories.StoryIndexPage"
    is_listed_by_date = True
    is_personal = True
    parent_page_types = ["stories.StoryIndexPage"]
    subpage_types: list[str] = []
    page_description = _("Die Geschichte eines jungen Menschen aus der Region")
    content_panels = [
        *BasePage.content_panels,
        HelpPanel(template="stories/admin/consent_panel.html", heading=_("Einwilligungen")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("first_name"), FieldPanel("age")]),
                FieldPanel("role_line"),
                FieldRowPanel([FieldPanel("municipality"), FieldPanel("place_outside_county")]),
            ],
            heading=_("Wer"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("occupation"),
                FieldPanel("career_fields", widget=CheckboxSelectMultiple),
                FieldPanel("company"),
                FieldPanel("atypical_choice"),
                HelpPanel(template="stories/admin/atypical_note.html"),
            ],
            heading=_("Beruf"),
        ),
        FieldPanel("pull_quote"),
        FieldPanel("teaser"),
        MultiFieldPanel(LeadImageMixin.lead_image_panels, heading=_("Bild")),
        FieldPanel("body"),
        *ExampleMixin.example_panels,
    ]
    search_fields = [*BasePage.search_fields, index.FilterField("atypical_choice")]

    class Meta:
        verbose_name = _("Geschichte")
        verbose_name_plural = _("Geschichten")

    def save(self, *args, **kwargs):
        """Save the story. A new one without its consents becomes a draft; an existing one cannot go live."""
        fields = kwargs.get("update_fields")
        if self.live and (fields is None or "live" in fields) and (missing := self.missing_consents()):
            if not self._state.adding:
                raise ConsentMissing(self, missing)
            self.live, self.has_unpublished_changes = False, True
        super().save(*args, **kwargs)

    def publish(self, revision, user=None, changed=True, log_action=True, **options):
        """Publish a revision whose consents are there. A scheduled one without them waits; the clock goes on."""
        if missing := revision.as_object().missing_consents():
            if log_action == SCHEDULED_PUBLISHING:
                logger.warning("Story %s is due but stays a draft: consents are missing", self.pk)
                return None
            raise ConsentMissing(self, missing)
        return super().publish(revision, user=user, changed=changed, log_action=log_action, **options)

    def serve(self, request, *args, **kwargs):
        """Show the story; where a consent ended since the clock last looked, take it off instead."""
        if not getattr(request, "is_preview", False) and self.enforce_consents():
            raise Http404
        return super().serve(request, *args, **kwargs)

    def enforce_consents(self):
        """Take a live story without its consents off the site. Return whether that was so."""
        if not self.live or not self.missing_consents():
            return False
        self.unpublish()
        self.withdraw_pictures()
        logger.warning("Story %s was taken off the site: consents are missing", self.pk)
        return True

    def withdraw_pictures(self):
        """Delete the public sizes of this story's pictures; a page that still shows one makes them anew."""
        shown = {raw["image"] for raw in raw_images(self.body)} | {self.lead_image_id}
        for rendition in get_image_model().get_rendition_model().objects.filter(image__in=shown - {None}):
            rendition.delete()

    def missing_consents(self):
        """Return the roles whose consent to publish this version of the story is missing today.

        Under 18, or at an unknown age, all holders of custody must agree; from 14 the person as well (§ 22 KUG).
        Pictures, sound and film need a consent that includes them. After a withdrawal only a newer consent counts.
        What was noted of other people must not have ended. Examples show nobody and need none.
        """
        if self.is_example:
            return []
        consents = []
        if self.alias_of_id:
            consents = list(PublicationConsent.objects.filter(story=self.alias_of_id))
        elif self.pk:
            consents = list(self.consents.all())
        return [role for role in PublicationConsent.Role if not self.is_covered(role, consents)]

    def is_covered(self, role, consents):
        """Whether `consents` contain what this version of the story needs from a role."""
        noted = [consent for consent in consents if consent.role == role]
        if role == PublicationConsent.Role.OTHER:
            return all(consent.is_valid for consent in noted)
        if role not in self.consenting_roles:
            return True
        withdrawals = [consent.withdrawn_on for consent in noted if consent.withdrawn_on and not consent.is_valid]
        return any(
            consent.is_valid
            and (consent.scope == PublicationConsent.Scope.TEXT_AND_MEDIA or not self.shows_media)
            and all(consent.given_on >= withdrawn for withdrawn in withdrawals)
            for consent in noted
        )

    @property
    def consenting_roles(self):
        """The roles who must agree, by the age of the person."""
        roles = []
        if self.age is None or self.age >= OWN_CONSENT_FROM:
            roles.append(PublicationConsent.Role.PROTAGONIST)
        if self.age is None or self.age < ADULT:
            roles.append(PublicationConsent.Role.GUARDIAN)
        return roles

    @property
    def shows_media(self):
        """Whether the story has a picture, a recording or a film."""
        return bool(
            self.lead_image_id
            or any(block.block_type in ("audio", "video") for block in self.body)
            or next(raw_images(self.body), None)
        )

    def clean_for_publishing(self):
        super().clean_for_publishing()
        if bool(self.municipality_id) == bool(self.place_outside_county.strip()):
            message = _("Bitte entweder eine Gemeinde wählen oder einen Ort außerhalb eintragen.")
            raise ValidationError({"municipality": message})

    def search_text(self):
        return (
            f"{super().search_text()} {self.first_name} {self.role_line} {self.place} {self.teaser} {self.pull_quote}"
            f" {text_of(self.body)}"
        )

    def filter_values(self):
        from_outside = [OUTSIDE] if self.place_outside_county else []
        return {
            "feld": [field.slug for field in self.career_fields.all() if field.live],
            "ort": [self.municipality.slug] if self.municipality else from_outside,
            "untypisch": [ATYPICAL] if self.shows_atypical else [],
        }

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        prefetch_renditions(self.body)
        career_fields = [field for field in self.career_fields.all() if field.live]
        atypical = [{"label": _("Untypische Wahl"), "sun": True}] if self.shows_atypical else []
        context |= {
            "occupation": self.live_card(OccupationPage, self.occupation_id),
            "company": self.live_card(CompanyPage, self.company_id),
            "career_fields": career_fields,
            "chips": [*atypical, *({"label": field.title} for field in career_fields)],
            "hero_facts": [line for line in (self.byline, self.role_line) if line],
            "related_stories": self.related_stories(),
            "shows_atypical": self.shows_atypical,
            "share_of_women": self.occupation.share_of_women if self.occupation else None,
        }
        return context

    def subjects(self):
        """Tell of the text and its publisher. The person in it is for readers, not for machines."""
        occupation = self.live_card(OccupationPage, self.occupation_id)
        return [
            node(
                "Article",
                headline=self.title,
                description=self.search_description or self.teaser,
                inLanguage="de",
                mainEntityOfPage=self.full_url,
                image=card_url(self),
                datePublished=self.first_published_at and self.first_published_at.isoformat(),
                dateModified=self.last_published_at and self.last_published_at.isoformat(),
                articleSection=[field.title for field in self.career_fields.all() if field.live],
                about=occupation and reference("Occupation", occupation.title, occupation.full_url),
                author=self.publisher,
                publisher=self.publisher,
            )
        ]

    def share_texts(self):
        texts = super().share_texts()
        return texts | ({"headline": f"„{self.pull_quote}“", "detail": self.title} if self.pull_quote else {})

    @staticmethod
    def live_card(model, pk):
        """Return the live page with a card's relations, or None."""
        return model.objects.live().filter(pk=pk).with_card().first() if pk else None

    def related_stories(self):
        """Return up to three stories of the same occupation (first) or of one of the career fields, newest first."""
        fields = [field.pk for field in self.career_fields.all()]
        same_occupation = Q(occupation=self.occupation_id) if self.occupation_id else Q(pk__in=[])
        same_field = Q(pk__in=StoryPage.objects.filter(career_fields__in=fields).values("pk"))
        stories = StoryPage.objects.live().exclude(pk=self.pk).filter(same_occupation | same_field).with_card()
        nearest = Case(When(same_occupation, then=0), default=1)
        return list(stories.order_by(nearest, "-first_published_at", "-pk")[:RELATED_SHOWN])

    @property
    def place(self):
        return self.municipality.short_name if self.municipality else self.place_outside_county

    @property
    def byline(self):
        """First name, age and place, as far as they are known: "Jette, 19, Weißwasser"."""
        return ", ".join(str(part) for part in (self.first_name, self.age, self.place) if part)

    @property
    def colour_pair(self):
        """The colour pair of the occupation's own career field, else of the first one."""
        fields = list(self.career_fields.all())
        own = [field for field in fields if self.occupation and self.occupation.path.startswith(field.path)]
        return next((field.colour_pair for field in [*own, *fields]), ColourPair.RED.value)

    @property
    def shows_atypical(self):
        """Whether the choice may be called atypical, by the thresholds of the site."""
        return self.shows_atypical_choice(self.site_settings)

    @property
    def claims_too_much(self):
        """Whether an editor calls the choice atypical and the figures of the occupation do not say so."""
        return self.atypical_choice != self.AtypicalChoice.NONE and not self.shows_atypical

    def shows_atypical_choice(self, settings):
        """Whether the choice may be called atypical: the occupation's own counting figure must say the same."""
        expected = {self.AtypicalChoice.WOMAN: "women", self.AtypicalChoice.MAN: "men"}.get(self.atypical_choice)
        return bool(expected and self.occupation and self.occupation.atypical(settings) == expected)
