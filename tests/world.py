"""A site with much of everything, to see whether what it costs to show stays the same."""

from datetime import timedelta

from django.utils import timezone

from careers.models import EvidenceFigure
from tests import factories


def site_with(number, images=()):
    """Add `number` each of occupations, companies, stories and events that all point at each other; return one of each.

    Stories, events and companies take turns with `images`.
    """
    field = factories.CareerFieldFactory()
    first = None
    for turn in range(number):
        image = images[turn % len(images)] if images else None
        place = factories.MunicipalityFactory()
        occupation = factories.OccupationFactory(parent=field, qualification="intermediate", kldb_code="26112")
        factories.FigureFactory(page=occupation)
        factories.FigureFactory(page=occupation, kind=EvidenceFigure.Kind.SHORTAGE_SCORE, value="2.5")
        factories.PayStepFactory(page=occupation)
        company = factories.CompanyFactory(lead_image=image, lead_image_alt="Werkbank" if image else "", logo=image)
        company.career_fields.set([field])
        company.save()
        factories.LocationFactory(page=company, municipality=place)
        first = first or (field, occupation, company)
        factories.OfferFactory(
            page=company, occupation=first[1], deadline=timezone.localdate() + timedelta(days=turn % 20)
        )
        factories.StoryFactory(
            first_name="Jette",
            municipality=place,
            occupation=first[1],
            company=first[2],
            career_fields=[field],
            atypical_choice="woman_in_male_occupation",
            lead_image=image,
            lead_image_alt="Werkbank" if image else "",
        )
        factories.EventFactory(
            starts_on=timezone.localdate() + timedelta(days=turn % 20),
            municipality=place,
            company=first[2],
            career_fields=[field],
            lead_image=image,
            lead_image_alt="Werkbank" if image else "",
        )
    return first
