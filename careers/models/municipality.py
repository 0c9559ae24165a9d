from math import asin, cos, radians, sin, sqrt

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from frontend.dotmap import Place

EARTH_RADIUS_KM = 6371
OUTSIDE = "ausserhalb"
"""Takes the place of a slug for whoever lives or works outside the county."""


class MunicipalityQuerySet(models.QuerySet):
    def within(self, kilometres, centre):
        """Return the municipalities whose centre lies within `kilometres` (as the crow flies) of the `centre`'s."""
        near = [place.pk for place in self if place.distance_to(centre) <= kilometres]
        return self.filter(pk__in=near)

    def on_map(self, counts, listing_url):
        """Return all municipalities as places of the dot map.

        `counts` maps primary keys to numbers of offers; a place links to the list at `listing_url`, filtered by it.
        """
        return [
            Place(
                place.slug,
                place.short_name,
                float(place.latitude),
                float(place.longitude),
                counts.get(place.pk, 0),
                f"{listing_url}?ort={place.slug}",
            )
            for place in self
        ]


class Municipality(index.Indexed, models.Model):
    """A municipality of Landkreis Görlitz.

    Postal codes and coordinates derive from GeoNames (CC BY 4.0). The slug is the public key; the AGS (the official
    eight-digit key) is still to be checked where `ags_checked` is false.
    """

    slug = models.SlugField(_("Kurzname"), unique=True)
    name = models.CharField(_("Name"), max_length=80, unique=True)
    ags = models.CharField(_("Amtlicher Gemeindeschlüssel"), max_length=8, unique=True)
    ags_checked = models.BooleanField(
        _("Schlüssel geprüft"), default=False, help_text=_("Der Schlüssel wurde in einer amtlichen Quelle gelesen.")
    )
    postal_codes = models.CharField(_("Postleitzahlen"), max_length=80, blank=True)
    latitude = models.DecimalField(_("Geografische Breite"), max_digits=7, decimal_places=4)
    longitude = models.DecimalField(_("Geografische Länge"), max_digits=7, decimal_places=4)

    objects = MunicipalityQuerySet.as_manager()

    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        ordering = ["name"]
        verbose_name = _("Gemeinde")
        verbose_name_plural = _("Gemeinden")

    def __str__(self):
        return self.name

    @property
    def short_name(self):
        """The name as people say it: "Weißwasser" for "Weißwasser/O.L."."""
        return self.name.partition("/")[0].partition(" a. d. ")[0]

    def distance_to(self, other):
        """Return the distance to another municipality's centre in kilometres (haversine formula)."""
        lat_a, lat_b = radians(self.latitude), radians(other.latitude)
        half_chord = (
            sin((lat_b - lat_a) / 2) ** 2
            + cos(lat_a) * cos(lat_b) * sin(radians(other.longitude - self.longitude) / 2) ** 2
        )
        return 2 * EARTH_RADIUS_KM * asin(sqrt(half_chord))
