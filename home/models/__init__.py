from home.models.home_page import HomePage
from home.models.mentoring_page import MentoringPage
from home.models.standard_page import StandardPage

__all__ = ["HomePage", "MentoringPage", "StandardPage"]
