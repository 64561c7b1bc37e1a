import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("resources", "0001_services")]

    operations = [
        migrations.CreateModel(
            name="Platform",
            fields=[
                ("slug", models.SlugField(max_length=40, primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(default=1000)),
                ("is_published", models.BooleanField(default=False)),
                (
                    "confidence",
                    models.CharField(
                        choices=[
                            ("seen", "Read in an archived page"),
                            ("partly_seen", "Only part of the text was read"),
                            ("seen_conflicting", "Two sources disagree"),
                            ("seen_source_not_recorded", "Read, but the source was not noted"),
                            ("general_knowledge_unverified", "General knowledge, not verified"),
                            ("uncertain_needs_lawyer", "Contested: a lawyer has to decide"),
                            ("not_found", "Looked for, not found"),
                            ("derived_design", "Our own proposal"),
                        ],
                        default="general_knowledge_unverified",
                        max_length=32,
                    ),
                ),
                ("source", models.TextField(blank=True)),
                ("last_verified_on", models.DateField(blank=True, null=True)),
                ("edited_at", models.DateTimeField(editable=False, null=True)),
                ("name_id", models.CharField(max_length=80)),
                ("name_en", models.CharField(max_length=80)),
                ("in_app_path_id", models.CharField(blank=True, max_length=160)),
                ("in_app_path_en", models.CharField(blank=True, max_length=160)),
                ("who_may_report_id", models.TextField(blank=True)),
                ("who_may_report_en", models.TextField(blank=True)),
                ("fields_asked_id", models.TextField(blank=True, help_text="One to a line")),
                ("fields_asked_en", models.TextField(blank=True, help_text="One to a line")),
                ("id_document_asked", models.BooleanField(blank=True, null=True)),
                ("image_copy_id", models.TextField(blank=True)),
                ("image_copy_en", models.TextField(blank=True)),
                ("response_id", models.TextField(blank=True)),
                ("response_en", models.TextField(blank=True)),
                ("note_id", models.TextField(blank=True)),
                ("note_en", models.TextField(blank=True)),
                ("stopncii_partner", models.BooleanField(blank=True, null=True)),
                ("take_it_down_partner", models.BooleanField(blank=True, null=True)),
                (
                    "route_confidence",
                    models.CharField(
                        choices=[
                            ("seen", "Read in an archived page"),
                            ("partly_seen", "Only part of the text was read"),
                            ("seen_conflicting", "Two sources disagree"),
                            ("seen_source_not_recorded", "Read, but the source was not noted"),
                            ("general_knowledge_unverified", "General knowledge, not verified"),
                            ("uncertain_needs_lawyer", "Contested: a lawyer has to decide"),
                            ("not_found", "Looked for, not found"),
                            ("derived_design", "Our own proposal"),
                        ],
                        max_length=32,
                    ),
                ),
                (
                    "fields_confidence",
                    models.CharField(
                        choices=[
                            ("seen", "Read in an archived page"),
                            ("partly_seen", "Only part of the text was read"),
                            ("seen_conflicting", "Two sources disagree"),
                            ("seen_source_not_recorded", "Read, but the source was not noted"),
                            ("general_knowledge_unverified", "General knowledge, not verified"),
                            ("uncertain_needs_lawyer", "Contested: a lawyer has to decide"),
                            ("not_found", "Looked for, not found"),
                            ("derived_design", "Our own proposal"),
                        ],
                        max_length=32,
                    ),
                ),
            ],
            options={
                "db_table": "resource_platform",
                "ordering": ("position", "slug"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PlatformRoute",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ncii", "Intimate content without consent"),
                            ("impersonation", "Impersonation"),
                            ("underage", "Someone under 18"),
                            ("privacy", "Breach of privacy"),
                            ("deepfake", "Made-up images"),
                            ("copyright", "Copyright"),
                            ("email", "E-mail"),
                            ("escalation", "When a report was refused"),
                            ("info", "Information"),
                            ("lookup", "Finding the provider"),
                            ("host_email", "The provider's abuse address"),
                        ],
                        max_length=16,
                    ),
                ),
                ("url", models.URLField(blank=True, max_length=300)),
                ("address", models.CharField(blank=True, max_length=120)),
                ("note_id", models.TextField(blank=True)),
                ("note_en", models.TextField(blank=True)),
                ("id_document_asked", models.BooleanField(blank=True, null=True)),
                (
                    "confidence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("seen", "Read in an archived page"),
                            ("partly_seen", "Only part of the text was read"),
                            ("seen_conflicting", "Two sources disagree"),
                            ("seen_source_not_recorded", "Read, but the source was not noted"),
                            ("general_knowledge_unverified", "General knowledge, not verified"),
                            ("uncertain_needs_lawyer", "Contested: a lawyer has to decide"),
                            ("not_found", "Looked for, not found"),
                            ("derived_design", "Our own proposal"),
                        ],
                        max_length=32,
                    ),
                ),
                ("source", models.TextField(blank=True)),
                (
                    "platform",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="routes",
                        to="resources.platform",
                    ),
                ),
            ],
            options={
                "db_table": "resource_platform_route",
                "ordering": ("position", "pk"),
            },
        ),
    ]
