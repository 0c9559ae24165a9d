"""Filters of the public list of stories. Parameter names and values are part of shared links."""

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from careers.filters import FieldFilterSet
from careers.models import Municipality
from careers.models.municipality import OUTSIDE
from cms.models import SiteSettings
from stories.models.story import ATYPICAL, StoryPage


def places():
    """Return the places that live stories come from."""
    stories = StoryPage.objects.live()
    municipalities = Municipality.objects.filter(pk__in=stories.values("municipality")).values_list("slug", "name")
    outside = [(OUTSIDE, _("Außerhalb des Landkreises"))] if stories.outside_county().exists() else []
    return [*municipalities, *outside]


class StoryFilter(FieldFilterSet):
    TOGGLES = frozenset({"untypisch"})

    ort = ChoiceFilter(choices=places, method="from_place", label=_("Ort"), empty_label=_("Alle Orte"))
    untypisch = ChoiceFilter(
        choices=[(ATYPICAL, _("Nur untypische Wege"))], method="atypical", label=_("Wege"), empty_label=_("Alle Wege")
    )

    class Meta:
        model = StoryPage
        fields: list[str] = []

    def from_place(self, queryset, name, slug):
        return queryset.outside_county() if slug == OUTSIDE else queryset.filter(municipality__slug=slug)

    def atypical(self, queryset, name, value):
        return queryset.showing_atypical_choice(SiteSettings.for_request(self.request))
