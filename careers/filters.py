"""Filters of the public lists of occupations and companies. Parameter names and values are part of shared links."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, FilterSet, ModelChoiceFilter

from careers.models.career_field import CareerFieldPage
from careers.models.company import CompanyPage, Offer
from careers.models.municipality import Municipality
from careers.models.occupation import BadgeChoice, OccupationPage, Qualification, TrainingKind
from cms.listing import ListingFilterSet
from cms.models import SiteSettings


def live_fields(request=None):
    return CareerFieldPage.objects.live().defer_streamfields()


def municipalities(request=None):
    return Municipality.objects.all()


class FieldFilterSet(ListingFilterSet):
    """Filters that begin with the career field."""

    feld = ModelChoiceFilter(
        queryset=live_fields,
        to_field_name="slug",
        method="in_field",
        label=_("Berufsfeld"),
        empty_label=_("Alle Berufsfelder"),
    )

    def in_field(self, queryset, name, field):
        return queryset.in_field(field)


class OccupationFilter(FieldFilterSet):
    art = ChoiceFilter(
        field_name="training_kind", choices=TrainingKind, label=_("Art der Ausbildung"), empty_label=_("Jede Art")
    )
    abschluss = ChoiceFilter(
        choices=Qualification, method="open_to", label=_("Geht mit"), empty_label=_("Jedem Abschluss")
    )
    abzeichen = ChoiceFilter(
        choices=BadgeChoice, method="with_badge", label=_("Besonderheit"), empty_label=_("Alle Berufe")
    )

    class Meta:
        model = OccupationPage
        fields: list[str] = []

    def open_to(self, queryset, name, qualification):
        return queryset.open_to(qualification)

    def with_badge(self, queryset, name, badge):
        settings = SiteSettings.for_request(self.request)
        if badge == BadgeChoice.SHORTAGE:
            return queryset.shortage(settings)
        return queryset.atypical_for("women" if badge == BadgeChoice.ATYPICAL_WOMEN else "men", settings)


class NearbyForm(forms.Form):
    field_order = ["wann", "feld", "art", "angebot", "ort", "umkreis"]

    def clean(self):
        if self.cleaned_data.get("umkreis") and not self.cleaned_data.get("ort"):
            self.add_error("umkreis", _("Der Umkreis braucht einen Ort."))
        return super().clean()


class NearbyFilterMixin(FilterSet):
    """Filters by a place and the distance around it. Their form is a NearbyForm."""

    DISTANCES = [(str(kilometres), _("%(number)s km") % {"number": kilometres}) for kilometres in (10, 15, 20, 30, 50)]

    ort = ModelChoiceFilter(
        queryset=municipalities,
        to_field_name="slug",
        method="near",
        label=_("Ort"),
        empty_label=_("Im ganzen Landkreis"),
    )
    umkreis = ChoiceFilter(choices=DISTANCES, method="with_place", label=_("Umkreis"), empty_label=_("Nur dieser Ort"))

    def near(self, queryset, name, place):
        kilometres = self.form.cleaned_data.get("umkreis")
        places = Municipality.objects.within(int(kilometres), place) if kilometres else [place]
        return queryset.in_municipalities(places)

    def with_place(self, queryset, name, kilometres):
        """The distance counts where the place is applied."""
        return queryset


class CompanyFilter(NearbyFilterMixin, FieldFilterSet):
    angebot = ChoiceFilter(
        choices=Offer.Kind, method="offering", label=_("Freie Plätze"), empty_label=_("Mit und ohne freie Plätze")
    )

    class Meta:
        model = CompanyPage
        form = NearbyForm
        fields: list[str] = []

    def offering(self, queryset, name, kind):
        return queryset.offering(kind)
