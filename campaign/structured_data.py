"""What search engines are told of an event, in the words of schema.org."""

from careers.structured_data import COUNTRY, STATE
from cms.structured_data import Node, node, reference
from frontend.share_cards import card_url


def event(page) -> Node:
    """Return an event that has a day. Where one registers stands on its page."""
    return node(
        "Event",
        name=page.title,
        description=page.search_description or page.teaser,
        inLanguage="de",
        url=page.full_url,
        image=card_url(page),
        startDate=page.start.isoformat(),
        endDate=page.end and page.end.isoformat(),
        eventStatus=f"https://schema.org/Event{'Cancelled' if page.is_cancelled else 'Scheduled'}",
        eventAttendanceMode=f"https://schema.org/{attendance(page)}EventAttendanceMode",
        location=[*places(page), *([node("VirtualLocation", url=page.full_url)] if page.is_online else [])],
        organizer=organizer(page),
        typicalAgeRange=age_range(page),
    )


def attendance(page) -> str:
    if not page.is_online:
        return "Offline"
    return "Mixed" if places(page) else "Online"


def places(page) -> list[Node]:
    if not page.municipality:
        return [node("Place", name=page.venue, address=page.venue)] if page.venue else []
    address = node(
        "PostalAddress",
        streetAddress=page.venue,
        addressLocality=page.municipality.name,
        addressRegion=STATE,
        addressCountry=COUNTRY,
    )
    return [node("Place", name=page.venue or page.municipality.name, address=address)]


def organizer(page) -> Node | None:
    company = page.linked_company
    return reference("Organization", page.organiser, company and company.full_url) if page.organiser else None


def age_range(page) -> str:
    """Return ages as schema.org writes them: "14-18", "14-"."""
    ages = (page.age_from, page.age_to)
    return "-".join(str(age or "") for age in ages) if any(ages) else ""
