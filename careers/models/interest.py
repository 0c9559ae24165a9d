import re
from dataclasses import dataclass
from http import HTTPStatus
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _

from careers.catalogue import Catalogue, Result
from careers.class_check.forms import CodeField, CountForm
from careers.class_check.throttling import ClassThrottle, TooManyError
from careers.forms import InterestForm
from careers.interest import ANSWERS, RIASEC, Statement, in_turns
from careers.models.class_check import ClassCheck
from careers.models.company import CompanyPage
from careers.models.municipality import Municipality
from cms.models import BasePage, FixedAddressMixin, IntroductionMixin

STATEMENTS_PER_PART = 4
# In a frame, which must not grow too high.
STATEMENTS_PER_STEP = 3
CLASS_PARAMETER = "klasse"


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


@dataclass(frozen=True)
class Step:
    """One part of the questions, and what the form has to carry along of the others: pairs of name and answer."""

    number: int
    questions: list
    carried: list

    @classmethod
    def of(cls, form, parts):
        """Return the part that the form asks for with "teil", nonsense gives the first; None without questions."""
        if not parts:
            return None
        wanted = form.data.get("teil", "")
        number = int(wanted) if re.fullmatch("[0-9]{1,2}", wanted) and 1 <= int(wanted) <= len(parts) else 1
        shown = parts[number - 1]
        others = [question["field"] for part in parts if part is not shown for question in part]
        allowed = {str(answer) for answer in ANSWERS}
        carried = [(field.html_name, field.value()) for field in others if field.value() in allowed]
        return cls(number, shown, carried)


class InterestCheckPage(FixedAddressMixin, IntroductionMixin, BasePage):
    """Asks what one likes to do and suggests occupations and stories, on the phone alone where it runs scripts."""

    template = "pages/interest_check_page.html"
    embed_kind = "interest_check"
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
        """Answer the form of a browser without script with the result. Nothing of it is kept, here or on the way.

        Nor is a page with the code of a class, which is right for as long as the class is open.
        """
        response = super().serve(request, *args, **kwargs)
        form, status = response.context_data["form"], response.context_data["class_status"]
        if request.method == "POST":
            is_fine = response.context_data["is_on_the_way"] or form.is_valid()
            response.status_code = HTTPStatus.OK if is_fine else HTTPStatus.UNPROCESSABLE_ENTITY
        elif status != HTTPStatus.OK:
            response.status_code = status
        if request.method == "POST" or CLASS_PARAMETER in request.GET:
            add_never_cache_headers(response)
        return response

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        asked = InterestStatement.objects.filter(active=True).values_list("pk", "dimension", "text")
        statements = in_turns(Statement(*values) for values in asked)
        municipalities = list(Municipality.objects.all())
        form = InterestForm(statements, municipalities, request.POST if request.method == "POST" else None)
        catalogue = Catalogue(self.site_settings)
        # An embed asks part by part; only the last one is answered with the result.
        is_on_the_way = form.is_bound and "teil" in form.data
        is_answered = form.is_bound and not is_on_the_way and form.is_valid()
        result = self.result(form, catalogue, municipalities) if is_answered else None
        class_code, class_status = self.invitation(request)
        questions = [{"statement": one, "field": form[form.name_of(one)]} for one in statements]
        size = STATEMENTS_PER_STEP if getattr(request, "is_embed", False) else STATEMENTS_PER_PART
        parts = [questions[start : start + size] for start in range(0, len(questions), size)]
        context |= {
            "form": form,
            "is_on_the_way": is_on_the_way,
            "parts": parts,
            "step": Step.of(form, parts),
            "answers": ANSWERS,
            "municipalities": municipalities,
            "catalogue": catalogue,
            "result": result,
            "companies_url": CompanyPage.listing_url(),
            "dimensions": [(letter, label, result and result.points.get(letter)) for letter, label in RIASEC.items()],
            "class_code": class_code,
            "class_status": class_status,
            "count_form": self.count_form(class_code, result),
        }
        return context

    @staticmethod
    def result(form, catalogue, municipalities):
        home = next((place for place in municipalities if place.slug == form.cleaned_data["ort"]), None)
        distances = {place.slug: place.distance_to(home) for place in municipalities} if home else None
        return Result(catalogue, form.statements, form.answers, distances, int(form.cleaned_data["umkreis"] or 0))

    @staticmethod
    def invitation(request):
        """Return the code of the open class that the address names, "" without one, and the status that follows."""
        if not request.GET.get(CLASS_PARAMETER):
            return "", HTTPStatus.OK
        try:
            code = CodeField().clean(request.GET[CLASS_PARAMETER])
            ClassThrottle().look_up(request, lambda: ClassCheck.objects.open().get(code=code))
        except (ValidationError, ClassCheck.DoesNotExist):
            return "", HTTPStatus.NOT_FOUND
        except TooManyError:
            return "", HTTPStatus.TOO_MANY_REQUESTS
        return code, HTTPStatus.OK

    @staticmethod
    def count_form(class_code, result):
        """Return the form that adds a result to a class; without a result, the script of the page fills it in."""
        initial = {CLASS_PARAMETER: class_code}
        if result:
            initial |= {**result.points, "schluessel": uuid4(), "feld": [page.slug for page in result.career_fields]}
        return CountForm(initial=initial)
