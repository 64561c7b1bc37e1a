import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Service",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("emergency", "In danger or in crisis now"),
                            ("support", "Someone to stand beside you"),
                            ("child", "When someone is under 18"),
                            ("legal", "Legal help and protection"),
                            ("content", "Getting content taken down"),
                            ("police", "Police reports"),
                            ("money", "When money was sent"),
                            ("oversight", "When you are turned away"),
                        ],
                        max_length=16,
                    ),
                ),
                ("name_id", models.CharField(max_length=120)),
                ("name_en", models.CharField(max_length=120)),
                ("purpose_id", models.TextField()),
                ("purpose_en", models.TextField()),
                ("region_id", models.CharField(blank=True, max_length=80)),
                ("region_en", models.CharField(blank=True, max_length=80)),
                ("hours_id", models.CharField(blank=True, max_length=80)),
                ("hours_en", models.CharField(blank=True, max_length=80)),
                ("staff_note_id", models.TextField(blank=True)),
                ("staff_note_en", models.TextField(blank=True)),
                ("last_seen", models.CharField(blank=True, max_length=20)),
            ],
            options={
                "db_table": "resource_service",
                "ordering": ("position", "slug"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ServiceChannel",
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
                            ("phone", "Phone"),
                            ("whatsapp", "WhatsApp"),
                            ("web", "Website"),
                            ("email", "E-mail"),
                            ("social", "Social media"),
                            ("fax", "Fax"),
                            ("address", "Address"),
                        ],
                        max_length=16,
                    ),
                ),
                ("value", models.CharField(blank=True, max_length=200)),
                ("note_id", models.TextField(blank=True)),
                ("note_en", models.TextField(blank=True)),
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
                        max_length=32,
                    ),
                ),
                ("source", models.TextField(blank=True)),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="channels",
                        to="resources.service",
                    ),
                ),
            ],
            options={
                "db_table": "resource_service_channel",
                "ordering": ("position", "pk"),
            },
        ),
    ]
