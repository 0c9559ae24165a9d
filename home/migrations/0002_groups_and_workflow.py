"""The groups of editors and coordinators with their permissions, and the four-eyes workflow."""

from django.db import migrations

# (app label, model, codenames). Page and collection permissions follow below.
EDIT = [
    ("wagtailadmin", "admin", ["access_admin"]),
    ("stories", "publicationconsent", ["add", "change", "view"]),
    ("careers", "municipality", ["view"]),
    ("careers", "intereststatement", ["add", "change", "view"]),
]
PUBLISH = [
    ("wagtailadmin", "admin", ["access_admin"]),
    ("stories", "publicationconsent", ["add", "change", "delete", "view"]),
    ("careers", "municipality", ["change", "view"]),
    ("careers", "intereststatement", ["add", "change", "delete", "view"]),
    # One text per language, so none is added or deleted.
    ("mentoring", "guardiantext", ["change", "view"]),
    ("cms", "sitesettings", ["change"]),
    ("wagtailredirects", "redirect", ["add", "change", "delete", "view"]),
]
COORDINATE = [
    ("wagtailadmin", "admin", ["access_admin"]),
    ("mentoring", "mentoringsignup", ["view"]),
]
GROUPS = {
    "Redaktion": {
        "permissions": EDIT,
        "pages": ["add", "change"],
        "files": ["add", "change", "choose"],
    },
    "Chefredaktion": {
        "permissions": PUBLISH,
        "pages": ["add", "change", "publish", "lock", "unlock", "bulk_delete"],
        "files": ["add", "change", "choose", "delete"],
    },
    "Koordination": {"permissions": COORDINATE, "pages": [], "files": []},
}
FILES = [("wagtailimages", "image"), ("wagtaildocs", "document")]
WAGTAIL_GROUPS = ["Editors", "Moderators"]


def permission(apps, app_label, model, action):
    """Return a permission; Django creates those of a fresh database only after all migrations."""
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(app_label=app_label, model=model)
    codename = action if "_" in action else f"{action}_{model}"
    found, _ = apps.get_model("auth.Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": f"Can {action} {model}"}
    )
    return found


def create_groups(apps, schema_editor):
    group_model = apps.get_model("auth.Group")
    group_model.objects.filter(name__in=WAGTAIL_GROUPS).delete()
    root_page = apps.get_model("wagtailcore.Page").objects.get(depth=1)
    root_collection = apps.get_model("wagtailcore.Collection").objects.get(depth=1)
    for name, rights in GROUPS.items():
        group, _ = group_model.objects.get_or_create(name=name)
        for app_label, model, actions in rights["permissions"]:
            group.permissions.add(*(permission(apps, app_label, model, action) for action in actions))
        for action in rights["pages"]:
            apps.get_model("wagtailcore.GroupPagePermission").objects.get_or_create(
                group=group, page=root_page, permission=permission(apps, "wagtailcore", "page", f"{action}_page")
            )
        for app_label, model in FILES:
            for action in rights["files"]:
                apps.get_model("wagtailcore.GroupCollectionPermission").objects.get_or_create(
                    group=group,
                    collection=root_collection,
                    permission=permission(apps, app_label, model, action),
                )


def create_workflow(apps, schema_editor):
    """Put a workflow in the place of Wagtail's default one: the Chefredaktion approves. Its name is part of a button."""
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(
        app_label="stories", model="consentapprovaltask"
    )
    workflow_model = apps.get_model("wagtailcore.Workflow")
    workflow_page_model = apps.get_model("wagtailcore.WorkflowPage")
    root_page = apps.get_model("wagtailcore.Page").objects.get(depth=1)
    workflow_page_model.objects.filter(page=root_page).delete()
    workflow_model.objects.filter(workflow_pages=None, workflow_states=None).delete()
    apps.get_model("wagtailcore.Task").objects.filter(workflow_tasks=None, task_states=None).delete()
    task = apps.get_model("stories.ConsentApprovalTask").objects.create(
        name="Freigabe durch die Chefredaktion", content_type=content_type, active=True
    )
    task.groups.set(apps.get_model("auth.Group").objects.filter(name="Chefredaktion"))
    workflow = workflow_model.objects.create(name="Prüfung", active=True)
    apps.get_model("wagtailcore.WorkflowTask").objects.create(workflow=workflow, task=task, sort_order=0)
    workflow_page_model.objects.create(workflow=workflow, page=root_page)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("cms", "0001_initial"),
        ("careers", "0002_initial"),
        ("stories", "0001_initial"),
        ("mentoring", "0001_initial"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]

    operations = [
        migrations.RunPython(create_groups, migrations.RunPython.noop),
        migrations.RunPython(create_workflow, migrations.RunPython.noop),
    ]
