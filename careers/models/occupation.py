from collections import Counter

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Prefetch
from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import PageManager, PageQuerySet
from wagtail.search import index

from careers import structured_data
from careers.interest import RIASEC
from careers.models.career_field import CareerFieldPage, ColourPair, shown_stories
from careers.models.class_questions import ClassQuestionsMixin
from careers.models.company import CompanyPage
from careers.models.evidence import Badge, EvidenceFigure
from careers.models.municipality import Municipality
from careers.widgets import StrengthsWidget
from cms.models import BasePage, CardIterable
from frontend.figures import euro

YEAR = 12
KLDB_FORM = RegexValidator(
    r"^\d{4}[1-4]$",
    _("Eine Nummer der KldB 2010 hat fünf Ziffern; die letzte ist das Anforderungsniveau (1 bis 4)."),
)
REQUIREMENT_LEVELS = {"1": _("Helfer"), "2": _("Fachkraft"), "3": _("Spezialist"), "4": _("Experte")}


class TrainingKind(models.TextChoices):
    DUAL = "dual", _("duale Ausbildung")
    SCHOOL = "school", _("schulische Ausbildung")
    STUDY = "study", _("Studium")
    DUAL_STUDY = "dual_study", _("duales Studium")
    CIVIL_SERVICE = "civil_service", _("Vorbereitungsdienst")


class Qualification(models.TextChoices):
    """School-leaving qualifications, lowest first."""

    NONE = "none", _("kein bestimmter Abschluss")
    LOWER_SECONDARY = "lower_secondary", _("Hauptschulabschluss")
    INTERMEDIATE = "intermediate", _("Realschulabschluss")
    FACHHOCHSCHULREIFE = "fachhochschulreife", _("Fachhochschulreife")
    ABITUR = "abitur", _("Abitur")


class BadgeChoice(models.TextChoices):
    ATYPICAL_WOMEN = "untypisch-frauen", _("untypisch für Frauen")
    ATYPICAL_MEN = "untypisch-maenner", _("untypisch für Männer")
    SHORTAGE = "gesucht", _("gesucht")


class PayBasis(models.TextChoices):
    GROSS = "gross", _("brutto im Monat")
    NET = "net", _("netto im Monat")


class OccupationCardIterable(CardIterable):
    """Also gives each occupation its `career_field`, with one query for the whole list."""

    def __iter__(self):
        fields = {field.path: field for field in CareerFieldPage.objects.defer_streamfields()}
        for page in super().__iter__():
            page.career_field = fields.get(page.path[: -page.steplen])
            yield page


class OccupationQuerySet(PageQuerySet):
    def in_field(self, field):
        return self.child_of(field)

    def open_to(self, qualification):
        """Occupations one can learn with this school-leaving qualification or a lower one."""
        ranks = Qualification.values
        return self.filter(qualification__in=ranks[: ranks.index(qualification) + 1])

    def with_figures(self):
        return self.prefetch_related("figures", "pay_steps")

    def with_card(self):
        """Fetch what cards and badges need, in a constant number of queries."""
        queryset = self.with_figures()
        queryset._iterable_class = OccupationCardIterable
        return queryset

    def atypical_for(self, group, settings):
        """Occupations with a badge *atypical* for "women" or "men", by their newest counting figure."""
        return self.filter(pk__in=[page.pk for page in self.with_figures() if page.atypical(settings) == group])

    def shortage(self, settings):
        return self.filter(pk__in=[page.pk for page in self.with_figures() if page.is_shortage(settings)])


class OccupationPage(ClassQuestionsMixin, BasePage):
    """An occupation with the evidence of who does it and how much it is wanted."""

    short_name = models.CharField(
        _("Kurzname"), max_length=60, blank=True, help_text=_("Das Fach, zum Beispiel Mechatronik.")
    )
    teaser = models.CharField(_("Anreißer"), max_length=200, blank=True)
    kldb_code = models.CharField(
        _("Nummer der KldB 2010"), max_length=5, blank=True, validators=[KLDB_FORM], help_text=_("Fünf Ziffern.")
    )
    training_kind = models.CharField(
        _("Art der Ausbildung"), max_length=20, choices=TrainingKind, default=TrainingKind.DUAL
    )
    duration_months = models.PositiveSmallIntegerField(_("Dauer in Monaten"), null=True, blank=True)
    qualification = models.CharField(
        _("Schulabschluss"), max_length=20, choices=Qualification, default=Qualification.NONE
    )
    tasks = RichTextField(_("Was du machst"), features=["bold", "ul", "link"], blank=True)
    drawbacks = RichTextField(_("Was nervt"), features=["bold", "ul", "link"], blank=True)
    strengths = models.CharField(
        _("Stärken"),
        max_length=6,
        blank=True,
        help_text=_(
            "Was man in dem Beruf gern tun sollte, das Wichtigste zuerst. Daraus errechnet der Interessencheck, wem er"
            " den Beruf vorschlägt."
        ),
    )
    berufenet_url = models.URLField(_("Link zu BERUFENET"), blank=True)

    pay_basis = models.CharField(_("Art der Beträge"), max_length=10, choices=PayBasis, default=PayBasis.GROSS)
    pay_area = models.CharField(_("Gebiet"), max_length=80, blank=True)
    pay_year = models.PositiveSmallIntegerField(_("Jahr"), null=True, blank=True)
    pay_source = models.CharField(_("Quelle"), max_length=200, blank=True)
    pay_source_url = models.URLField(_("Adresse der Quelle"), max_length=500, blank=True)
    pay_is_example = models.BooleanField(_("Beispielwerte"), default=False)

    objects = PageManager.from_queryset(OccupationQuerySet)()

    kind_name = _("Beruf")
    template = "pages/occupation_page.html"
    card_template = "cards/occupation.html"
    card_name = "occupation"
    embed_kind = "occupation"
    listed_by = "careers.CareerFieldIndexPage"
    parent_page_types = ["careers.CareerFieldPage"]
    subpage_types: list[str] = []
    page_description = _("Ein Beruf mit Tätigkeit, Bezahlung und Zahlen")
    content_panels = [
        *BasePage.content_panels,
        HelpPanel(
            content=_(
                "Der Titel nennt beide Formen (Mechatronikerin und Mechatroniker) oder ist neutral (Pflegefachleute)."
            )
        ),
        FieldPanel("short_name"),
        FieldPanel("teaser"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("training_kind"), FieldPanel("duration_months")]),
                FieldRowPanel([FieldPanel("qualification"), FieldPanel("kldb_code")]),
                FieldPanel("strengths", widget=StrengthsWidget),
                FieldPanel("berufenet_url"),
            ],
            heading=_("Eckdaten"),
        ),
        FieldPanel("tasks"),
        FieldPanel("drawbacks"),
        MultiFieldPanel(
            [
                InlinePanel("pay_steps", label=_("Stufe")),
                FieldPanel("pay_basis"),
                FieldRowPanel([FieldPanel("pay_area"), FieldPanel("pay_year")]),
                FieldPanel("pay_source"),
                FieldPanel("pay_source_url"),
                FieldPanel("pay_is_example"),
            ],
            heading=_("Bezahlung"),
        ),
        InlinePanel("figures", heading=_("Zahlen mit Quelle"), label=_("Zahl")),
        *ClassQuestionsMixin.class_questions_panels,
    ]
    search_fields = [
        *BasePage.search_fields,
        index.FilterField("training_kind"),
        index.FilterField("qualification"),
    ]

    class Meta:
        verbose_name = _("Beruf")
        verbose_name_plural = _("Berufe")

    def search_text(self):
        return f"{super().search_text()} {self.short_name} {self.teaser} {self.tasks} {self.drawbacks}"

    def clean(self):
        super().clean()
        self.strengths = self.strengths.upper()

    def clean_for_publishing(self):
        super().clean_for_publishing()
        if set(self.strengths) - set(RIASEC) or len(set(self.strengths)) != len(self.strengths):
            raise ValidationError({"strengths": _("Bitte jeden Bereich höchstens einmal wählen.")})

    def filter_values(self):
        settings, ranks = self.site_settings, Qualification.values
        badges = {
            BadgeChoice.ATYPICAL_WOMEN: self.atypical(settings) == "women",
            BadgeChoice.ATYPICAL_MEN: self.atypical(settings) == "men",
            BadgeChoice.SHORTAGE: self.is_shortage(settings),
        }
        return {
            "feld": [self.career_field.slug] if self.career_field and self.career_field.live else [],
            "art": [self.training_kind],
            "abschluss": ranks[ranks.index(self.qualification) :],
            "abzeichen": [choice.value for choice, fits in badges.items() if fits],
        }

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        offers = self.live_offers()
        context |= {
            "career_field": self.career_field if self.career_field and self.career_field.live else None,
            "badges": self.badges(self.site_settings),
            "share_of_women": self.share_of_women,
            "other_figures": [
                figure for figure in self.figures.all() if figure.kind != EvidenceFigure.Kind.SHARE_OF_WOMEN
            ],
            "pay_steps": [{"label": step.label, "amount": step.amount} for step in self.pay_steps.all()],
            "key_facts": self.key_facts(),
            "offers": offers,
            "companies": list(dict.fromkeys(offer.page for offer in offers)),
            "stories": shown_stories(self),
            "places": Municipality.objects.on_map(
                Counter(place.pk for offer in offers for place in offer.page.municipalities),
                CompanyPage.listing_url(),
            ),
        }
        return context

    def subjects(self):
        return [structured_data.occupation(self)]

    def share_texts(self):
        training = (self.get_training_kind_display(), self.duration)
        return super().share_texts() | {"detail": ", ".join(part for part in training if part)}

    def generated_questions(self):
        """Ask about what the page says: the share of women, drawbacks, pay, tasks, and about the way there."""
        share, group = self.share_of_women, self.atypical(self.site_settings)
        asked = []
        if share and group:
            few = share.value if group == "women" else 100 - share.value
            women = _("Nur %(number)s von 100 sind hier Frauen. Woran liegt das, und wer könnte es ändern?")
            men = _("Nur %(number)s von 100 sind hier Männer. Woran liegt das, und wer könnte es ändern?")
            asked.append((women if group == "women" else men) % {"number": floatformat(few, 0)})
        if self.drawbacks:
            asked.append(_("Was an diesem Beruf nervt? Was davon würde dich stören, was wäre dir egal?"))
        if len(self.pay_steps.all()) > 1:
            asked.append(_("Rechne aus, wie viel Geld in der ganzen Ausbildung zusammenkommt. Was kostet dein Leben?"))
        if self.tasks:
            asked.append(
                _("Welche dieser Aufgaben hast du so ähnlich schon gemacht: zu Hause, im Verein, in der Klasse?")
            )
        return [
            *asked,
            _("Drei Fragen an jemanden, der den Beruf macht: Was steht auf diesem Blatt nicht?"),
            _("Wo in deiner Nähe kann man das lernen, und wie kommst du ohne Auto dorthin?"),
            _("Für wen wäre dieser Beruf gar nichts? Begründe es mit der Arbeit, nicht mit dem Menschen."),
        ]

    @property
    def sheet_url(self):
        """The address of the sheet to print, "" in the preview of a page that has no place yet."""
        field = self.career_field if self.pk else None
        return reverse("occupation-sheet", args=[field.slug, self.slug]) if field else ""

    def live_offers(self):
        """Return the current offers of live companies for this occupation, soonest end first."""
        if not self.pk:
            return []
        companies = CompanyPage.objects.live().with_card()
        offers = self.offers.current().filter(page__live=True).prefetch_related(Prefetch("page", companies))
        return sorted(offers, key=lambda offer: (offer.last_day, offer.pk))

    def key_facts(self):
        """Return what is known in a few words: term and value, with `href` where it is a link."""
        training = ", ".join(part for part in (self.get_training_kind_display(), self.duration) if part)
        code = " · ".join(str(part) for part in (self.kldb_code, self.requirement_level) if part)
        facts = [
            (_("Ausbildung"), training, ""),
            (_("Abschluss"), self.get_qualification_display(), ""),
            (_("Stärken"), ", ".join(str(name) for name in self.strength_names), ""),
            (_("KldB 2010"), code, ""),
            (_("Amtlich"), _("Beruf in BERUFENET") if self.berufenet_url else "", self.berufenet_url),
        ]
        return [{"term": term, "value": value, "href": href} for term, value, href in facts if value]

    @property
    def facts(self):
        """One line for cards: duration and pay at the start."""
        pay = _("ab %(amount)s im Monat") % {"amount": euro(self.first_pay)} if self.first_pay else ""
        return " · ".join(str(part) for part in (self.duration, pay) if part)

    @cached_property
    def career_field(self):
        """The career field above; None in the preview of a page that has no place yet."""
        return CareerFieldPage.objects.filter(path=self.path[: -self.steplen]).defer_streamfields().first()

    @property
    def colour_pair(self):
        return self.career_field.colour_pair if self.career_field else ColourPair.RED.value

    @property
    def duration(self):
        """The duration in words: years in halves, otherwise months."""
        months = self.duration_months
        if not months:
            return ""
        if months % 6:
            return ngettext("%(number)s Monat", "%(number)s Monate", months) % {"number": months}
        return ngettext("%(number)s Jahr", "%(number)s Jahre", 1 if months == YEAR else 2) % {
            "number": floatformat(months / YEAR, -1)
        }

    @property
    def first_pay(self):
        """Gross pay at the start in euros a month, or None."""
        return next((step.amount for step in self.pay_steps.all()), None)

    @property
    def pay_is_sourced(self):
        """Whether the pay may be told as a fact, as figures may (SourcedMixin.is_sourced)."""
        return bool(self.pay_source and self.pay_source_url and not self.pay_is_example)

    @property
    def shown_badges(self):
        """The badges by the thresholds of the site, for cards."""
        return self.badges(self.site_settings)

    @property
    def requirement_level(self):
        """The requirement level in words: the last digit of the KldB code."""
        return REQUIREMENT_LEVELS.get(self.kldb_code[-1:], "")

    @property
    def strength_names(self):
        return [RIASEC[letter] for letter in self.strengths if letter in RIASEC]

    @cached_property
    def share_of_women(self):
        """The newest figure of the share of women in percent, or None."""
        return self.newest_figure(EvidenceFigure.Kind.SHARE_OF_WOMEN)

    @cached_property
    def shortage_score(self):
        return self.newest_figure(EvidenceFigure.Kind.SHORTAGE_SCORE)

    def newest_figure(self, kind):
        """Return the newest figure of a kind, sourced ones before examples; None without any."""
        figures = [figure for figure in self.figures.all() if figure.kind == kind]
        return max(figures, key=lambda figure: (figure.is_sourced, figure.year), default=None)

    def atypical(self, settings):
        """Return "women" or "men" where their share lies under the threshold; None without a counting figure."""
        figure = self.share_of_women
        if not figure or not figure.counts(settings):
            return None
        if figure.value < settings.atypical_threshold:
            return "women"
        if 100 - figure.value < settings.atypical_threshold:
            return "men"
        return None

    def is_shortage(self, settings):
        figure = self.shortage_score
        return bool(figure and figure.counts(settings) and figure.value >= settings.shortage_threshold)

    def badges(self, settings):
        """Return the badges of this occupation, computed from its figures and the thresholds in `settings`."""
        badges = []
        if group := self.atypical(settings):
            text = _("Untypisch für Frauen") if group == "women" else _("Untypisch für Männer")
            badges.append(Badge("atypical", text, self.share_of_women))
        if self.is_shortage(settings):
            text = _("Gesucht in %(area)s") % {"area": self.shortage_score.area}
            badges.append(Badge("shortage", text, self.shortage_score))
        return badges
