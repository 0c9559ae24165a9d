from cms.models.content_generation import ContentGeneration
from cms.models.image import CustomImage, CustomRendition
from cms.models.mixins import ExampleMixin, FixedAddressMixin, IntroductionMixin, LeadImageMixin
from cms.models.page import BasePage, CardIterable, PublishingForm, without_outdated
from cms.models.request_count import RequestCount
from cms.models.site_settings import SiteSettings

__all__ = [
    "BasePage",
    "CardIterable",
    "ContentGeneration",
    "CustomImage",
    "CustomRendition",
    "ExampleMixin",
    "FixedAddressMixin",
    "IntroductionMixin",
    "LeadImageMixin",
    "PublishingForm",
    "RequestCount",
    "SiteSettings",
    "without_outdated",
]
