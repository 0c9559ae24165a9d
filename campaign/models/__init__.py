from campaign.models.event import EventPage
from campaign.models.event_index import EventIndexPage

__all__ = ["EventIndexPage", "EventPage"]
