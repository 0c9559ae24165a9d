"""Filters of the read API: those of the site's lists under the same names, plus search and order.

So the query of a filtered list of the site works here too. Other than a page, the API refuses what it does not know.
"""

import re

from django import forms
from django.db.models import Case, When
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, FilterSet, ModelChoiceFilter, OrderingFilter
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ValidationError

from campaign import filters as campaign_filters
from careers import filters as careers_filters
from careers.interest import RIASEC
from careers.models import (
    CareerFieldPage,
    CompanyPage,
    InterestStatement,
    Municipality,
    OccupationPage,
    Offer,
)
from cms.listing import ListingFilterSet
from cms.search import matches
from home.search import MAX_LENGTH, found_pages
from stories import filters as stories_filters

OCCUPATION_ID = re.compile(r"[-\w]+/[-\w]+")


class ListingBackend(DjangoFilterBackend):
    """Applies a view's filters; its description is made by api.reading.schema."""


class StableOrderingFilter(OrderingFilter):
    """`?ordering=title` or `-title`, several with commas. What is equal keeps one order, so that no page repeats."""

    def __init__(self, *names, **fields):
        super().__init__(fields={**{name: name for name in names}, **{path: name for name, path in fields.items()}})

    def filter(self, queryset, value):
        if value is not None and (not value or "" in value):
            raise ValidationError({"ordering": [_("Hier fehlt der Name eines Feldes.")]})
        return super().filter(queryset, value).order_by(*self.ordering(value), "pk") if value else queryset

    def ordering(self, value):
        return [self.get_ordering_value(name) for name in value]


class OccupationChoiceField(forms.ModelChoiceField):
    """Takes the id of an occupation: "elektro/mechatronik"."""

    def to_python(self, value):
        if value in self.empty_values:
            return None
        found = OCCUPATION_ID.fullmatch(value) and self.queryset.filter(url_path__endswith=f"/{value}/").first()
        if not found:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return found


class OccupationChoiceFilter(ModelChoiceFilter):
    field_class = OccupationChoiceField


def live_companies(request=None):
    return CompanyPage.objects.live().defer_streamfields()


def live_occupations(request=None):
    return OccupationPage.objects.live()


class PageSearchMixin(FilterSet):
    """Adds the search of the site, best first: "Goerlitz" finds "Görlitz"."""

    q = CharFilter(method="search", label=_("Suche"), max_length=MAX_LENGTH)

    def search(self, queryset, name, query):
        found = found_pages(query, queryset.model)
        best_first = Case(*(When(pk=pk, then=place) for place, pk in enumerate(found)), default=len(found))
        return queryset.filter(pk__in=found).order_by(best_first)


class WordSearchMixin(FilterSet):
    """Adds a search like the site's for what has no page: each word begins one of `searched`."""

    q = CharFilter(method="search", label=_("Suche"), max_length=MAX_LENGTH)
    searched: tuple[str, ...]

    def search(self, queryset, name, query):
        rows = queryset.values_list("pk", *self.searched)
        return queryset.filter(pk__in=[pk for pk, *texts in rows if matches(query, " ".join(filter(None, texts)))])


class CareerFieldFilter(PageSearchMixin, ListingFilterSet):
    ordering = StableOrderingFilter("title")

    class Meta:
        model = CareerFieldPage
        fields: list[str] = []


class OccupationFilter(PageSearchMixin, careers_filters.OccupationFilter):
    ordering = StableOrderingFilter("title", duration_months="duration_months", updated_at="last_published_at")


class CompanyFilter(PageSearchMixin, careers_filters.CompanyFilter):
    ordering = StableOrderingFilter("title", "founded", updated_at="last_published_at")


class OfferFilter(WordSearchMixin, careers_filters.CompanyFilter):
    """Offers by what is true of their company, so under the same names, and by occupation."""

    searched = ("title", "page__title", "occupation__title", "occupation__short_name")

    beruf = OccupationChoiceFilter(queryset=live_occupations, field_name="occupation", label=_("Beruf"))
    unternehmen = ModelChoiceFilter(
        queryset=live_companies, to_field_name="slug", field_name="page", label=_("Unternehmen")
    )
    ordering = StableOrderingFilter("title", last_day="ends_on")

    class Meta(careers_filters.CompanyFilter.Meta):
        model = Offer


class StoryFilter(PageSearchMixin, stories_filters.StoryFilter):
    beruf = OccupationChoiceFilter(queryset=live_occupations, field_name="occupation", label=_("Beruf"))
    unternehmen = ModelChoiceFilter(
        queryset=live_companies, to_field_name="slug", field_name="company", label=_("Unternehmen")
    )
    ordering = StableOrderingFilter("title", published_at="first_published_at")


class EventFilter(PageSearchMixin, campaign_filters.EventFilter):
    ordering = StableOrderingFilter("title", "starts_on")


class MunicipalityFilter(WordSearchMixin, ListingFilterSet):
    searched = ("name", "postal_codes")

    ordering = StableOrderingFilter(title="name")

    class Meta:
        model = Municipality
        fields: list[str] = []


class InterestStatementFilter(ListingFilterSet):
    dimension = ChoiceFilter(choices=list(RIASEC.items()), label=_("Bereich"))

    class Meta:
        model = InterestStatement
        fields: list[str] = []


# Choices that the database decides, in words: a description of the interface must not change with an edit.
OPEN_CHOICES = {
    "feld": _("Kennung eines Berufsfelds, zum Beispiel elektro."),
    "ort": _("Kennung einer Gemeinde, zum Beispiel zittau."),
    "beruf": _("Kennung eines Berufs, zum Beispiel elektro/mechatronik."),
    "unternehmen": _("Kennung eines Unternehmens, zum Beispiel neissewerk-automation."),
}
