from careers.models.career_field import CareerFieldPage
from careers.models.class_check import ClassCheck, ClassSum
from careers.models.company import CompanyLocation, CompanyPage, Offer
from careers.models.evidence import EvidenceFigure, PayStep
from careers.models.index_pages import CareerFieldIndexPage, CompanyIndexPage
from careers.models.interest import InterestCheckPage, InterestStatement
from careers.models.municipality import Municipality
from careers.models.occupation import OccupationPage

__all__ = [
    "CareerFieldIndexPage",
    "CareerFieldPage",
    "ClassCheck",
    "ClassSum",
    "CompanyIndexPage",
    "CompanyLocation",
    "CompanyPage",
    "EvidenceFigure",
    "InterestCheckPage",
    "InterestStatement",
    "Municipality",
    "OccupationPage",
    "Offer",
    "PayStep",
]
