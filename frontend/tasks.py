from django.db import transaction
from django.dispatch import receiver
from django_tasks import task
from wagtail.signals import page_published, page_unpublished

from frontend import package


@receiver([page_published, page_unpublished])
def build_package_soon(**kwargs):
    """The clock would do it too, up to half a minute later."""
    transaction.on_commit(build_package.enqueue, robust=True)


@task()
def build_package():
    package.build()
