from stories.models.approval import ConsentApprovalTask
from stories.models.consent import PublicationConsent
from stories.models.story import ConsentMissing, StoryPage
from stories.models.story_index import StoryIndexPage

__all__ = ["ConsentApprovalTask", "ConsentMissing", "PublicationConsent", "StoryIndexPage", "StoryPage"]
