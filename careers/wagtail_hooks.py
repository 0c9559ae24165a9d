from wagtail import hooks
from wagtail.snippets.models import register_snippet

from careers.admin import InterestStatementViewSet, MunicipalityViewSet
from careers.models import Municipality

register_snippet(MunicipalityViewSet)
register_snippet(InterestStatementViewSet)


@hooks.register("package_places")
def places_of_municipalities():
    """Tell phones where the places of the filter `ort` are, for distances."""
    return {place.slug: [float(place.latitude), float(place.longitude)] for place in Municipality.objects.all()}
