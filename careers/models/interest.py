from http import HTTPStatus

from django.db import models
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _

from careers.catalogue import Catalogue, Result
from careers.forms import InterestForm
from careers.interest import ANSWERS, RIASEC, Statement, in_turns
from careers.models.company import CompanyPage
from careers.models.municipality import Municipality
from cms.models import BasePage, FixedAddressMixin, IntroductionMixin

STATEMENTS_PER_PART = 4


class InterestStatement(models.Model):
    """A sentence from everyday life that one finds more or less like oneself."""

    text = models.CharField(
        _("Satz"),
        max_length=140,
        help_text=_("Eine Szene aus dem Alltag, in der Du-Form. Kein Beruf, kein Geschlecht."),
    )
    dimension = models.CharField(_("Bereich"), max_length=1, choices=RIASEC)
    order = models.PositiveSmallIntegerField(
        _("Reihenfolge"), default=0, help_text=_("Im eigenen Bereich. Die Bereiche wechseln sich von selbst ab.")
    )
    active = models.BooleanField(_("Wird gefragt"), default=True)

    class Meta:
        ordering = ["dimension", "order", "pk"]
        verbose_name = _("Satz des Interessenchecks")
        verbose_name_plural = _("Sätze des Interessenchecks")

    def __str__(self):
        return self.text


class InterestCheckPage(FixedAddressMixin, IntroductionMixin, BasePage):
    """Asks what one likes to do and suggests occupations and stories, on the phone alone where it runs scripts."""

    template = "pages/interest_check_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count = 1
    fixed_slug = "interessencheck"
    colour_pair = "plum"
    is_always_kept = True
    # It holds names and words of people in stories.
    is_personal = True
    page_description = _("Fragt nach Vorlieben und schlägt Berufe und Geschichten vor")
    content_panels = [*BasePage.content_panels, *IntroductionMixin.introduction_panels]

    class Meta:
        verbose_name = _("Interessencheck")
        verbose_name_plural = _("Interessenchecks")

    def serve(self, request, *args, **kwargs):
        """Answer the form of a browser without script with the result. Nothing of it is kept, here or on the way."""
        response = super().serve(request, *args, **kwargs)
        if request.method == "POST":
            form = response.context_data["form"]
            response.status_code = HTTPStatus.OK if form.is_valid() else HTTPStatus.UNPROCESSABLE_ENTITY
            add_never_cache_headers(response)
        return response

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        asked = InterestStatement.objects.filter(active=True).values_list("pk", "dimension", "text")
        statements = in_turns(Statement(*values) for values in asked)
        municipalities = list(Municipality.objects.all())
        form = InterestForm(statements, municipalities, request.POST if request.method == "POST" else None)
        catalogue = Catalogue(self.site_settings)
        result = self.result(form, catalogue, municipalities) if form.is_bound and form.is_valid() else None
        questions = [{"statement": one, "field": form[form.name_of(one)]} for one in statements]
        context |= {
            "form": form,
            "parts": [
                questions[start : start + STATEMENTS_PER_PART]
                for start in range(0, len(questions), STATEMENTS_PER_PART)
            ],
            "answers": ANSWERS,
            "municipalities": municipalities,
            "catalogue": catalogue,
            "result": result,
            "companies_url": CompanyPage.listing_url(),
            "dimensions": [(letter, label, result and result.points.get(letter)) for letter, label in RIASEC.items()],
        }
        return context

    @staticmethod
    def result(form, catalogue, municipalities):
        home = next((place for place in municipalities if place.slug == form.cleaned_data["ort"]), None)
        distances = {place.slug: place.distance_to(home) for place in municipalities} if home else None
        return Result(catalogue, form.statements, form.answers, distances, int(form.cleaned_data["umkreis"] or 0))
