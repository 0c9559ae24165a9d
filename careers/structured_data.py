"""What search engines are told of occupations, companies and their free places, in the words of schema.org."""

from datetime import datetime, time

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from wagtail.rich_text import get_text_for_indexing

from cms.structured_data import Node, node, reference

ORGANIZATIONS = {"company": "Organization", "vocational_school": "School", "university": "CollegeOrUniversity"}
EMPLOYMENT_TYPES = {
    "apprenticeship": "OTHER",
    "internship": "INTERN",
    "dual_study": "OTHER",
    "holiday_job": "TEMPORARY",
}
"""Kinds of offers that are jobs, with Google's word for them; it has none for training."""
COUNTRY, STATE = "DE", "Sachsen"


def organization(company) -> Node:
    """Return a place where one can learn or work. Who is to be written to there stands on its page, and only there."""
    return node(
        ORGANIZATIONS[company.kind],
        id=f"{company.full_url}#organization",
        name=company.title,
        description=company.search_description or company.teaser,
        url=company.full_url,
        logo=company.logo and company.logo.get_rendition("max-600x600|format-png").full_url,
        foundingDate=company.founded and str(company.founded),
        numberOfEmployees=employees(company.size),
        address=[address(location) for location in company.locations.select_related("municipality")],
    )


def employees(size: str) -> Node | None:
    if not size:
        return None
    lowest, _, highest = size.replace("plus", "").partition("_")
    return node("QuantitativeValue", minValue=int(lowest), maxValue=int(highest) if highest else None)


def address(location) -> Node:
    return node(
        "PostalAddress",
        streetAddress=location.address,
        addressLocality=location.municipality.name,
        addressRegion=STATE,
        addressCountry=COUNTRY,
    )


def offers(company) -> list[Node]:
    """Return the free places of a company as far as all is known that search engines ask for."""
    places = [node("Place", address=address(location)) for location in company.locations.select_related("municipality")]
    return [
        job_posting(offer, places) if offer.kind in EMPLOYMENT_TYPES else course(offer)
        for offer in company.current_offers
        if places or offer.kind not in EMPLOYMENT_TYPES
    ]


def job_posting(offer, places: list[Node]) -> Node:
    company = offer.page
    return node(
        "JobPosting",
        title=offer.title,
        description=description(offer),
        identifier=node("PropertyValue", name=company.title, value=str(offer.pk)),
        datePosted=timezone.localdate(offer.posted_at).isoformat(),
        validThrough=end_of(offer.last_day),
        jobStartDate=offer.start,
        employmentType=EMPLOYMENT_TYPES[offer.kind],
        hiringOrganization={"@id": f"{company.full_url}#organization"},
        jobLocation=places,
        industry=company.industry,
        totalJobOpenings=offer.places,
        relevantOccupation=linked_occupation(offer),
        url=offer.full_url,
        sameAs=offer.link,
    )


def course(offer) -> Node:
    """Return a place to study: that is no job."""
    return node(
        "EducationalOccupationalProgram",
        name=offer.title,
        description=", ".join(str(fact) for fact in offer.facts),
        provider={"@id": f"{offer.page.full_url}#organization"},
        applicationDeadline=offer.deadline and offer.deadline.isoformat(),
        maximumEnrollment=offer.places,
        occupationalCategory=offer.linked_occupation and offer.linked_occupation.title,
        url=offer.full_url,
        sameAs=offer.link,
    )


def linked_occupation(offer) -> Node | None:
    occupation = offer.linked_occupation
    return reference("Occupation", occupation.title, occupation.full_url) if occupation else None


def description(offer) -> str:
    """Return what is known of a free place, as HTML."""
    facts = format_html_join("", "<li>{}</li>", ((fact,) for fact in offer.facts))
    lines = [offer.get_kind_display(), offer.page.teaser]
    return format_html_join("", "<p>{}</p>", ((line,) for line in lines if line)) + (
        format_html("<ul>{}</ul>", facts) if facts else ""
    )


def end_of(day) -> str:
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59))).isoformat()


def occupation(page) -> Node:
    """Return an occupation. Pay is told only where its source is: no example, and gross, as schema.org means it."""
    return node(
        "Occupation",
        name=page.title,
        alternateName=page.short_name,
        description=page.search_description or page.teaser,
        mainEntityOfPage=page.full_url,
        sameAs=page.berufenet_url,
        occupationalCategory=occupational_category(page.kldb_code),
        educationRequirements=education(page),
        estimatedSalary=salaries(page),
        responsibilities=get_text_for_indexing(page.tasks),
        skills=[str(name) for name in page.strength_names],
    )


def occupational_category(code: str) -> Node | None:
    if not code:
        return None
    classification = node("CategoryCodeSet", name="Klassifikation der Berufe 2010 (KldB 2010)")
    return node("CategoryCode", codeValue=code, inCodeSet=classification)


def education(page) -> Node | None:
    if page.qualification == "none":
        return None
    return node("EducationalOccupationalCredential", credentialCategory=page.get_qualification_display())


def salaries(page) -> list[Node]:
    if not page.pay_is_sourced or page.pay_basis != "gross":
        return []
    return [
        node(
            "MonetaryAmount",
            name=step.label,
            currency="EUR",
            value=node("QuantitativeValue", value=step.amount, unitText="MONTH"),
        )
        for step in page.pay_steps.all()
    ]
