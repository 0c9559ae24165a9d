from campaign.models.embed_day import EmbedDay
from campaign.models.event import EventPage
from campaign.models.event_index import EventIndexPage

__all__ = ["EmbedDay", "EventIndexPage", "EventPage"]
