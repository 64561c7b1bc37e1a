from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("resources", "0002_platforms")]

    operations = [
        migrations.CreateModel(
            name="Law",
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
                ("statute_id", models.CharField(max_length=160)),
                ("statute_en", models.CharField(max_length=160)),
                ("article", models.CharField(blank=True, max_length=60)),
                ("title_id", models.CharField(max_length=160)),
                ("title_en", models.CharField(max_length=160)),
                ("summary_id", models.TextField()),
                ("summary_en", models.TextField()),
                ("penalty_id", models.TextField(blank=True)),
                ("penalty_en", models.TextField(blank=True)),
                ("offence_id", models.TextField(blank=True)),
                ("offence_en", models.TextField(blank=True)),
                ("who_may_complain_id", models.TextField(blank=True)),
                ("who_may_complain_en", models.TextField(blank=True)),
                ("owner_risk_id", models.TextField(blank=True)),
                ("owner_risk_en", models.TextField(blank=True)),
                ("status_id", models.TextField(blank=True)),
                ("status_en", models.TextField(blank=True)),
                ("staff_note_id", models.TextField(blank=True)),
                ("staff_note_en", models.TextField(blank=True)),
                ("uses", models.CharField(blank=True, max_length=200)),
                ("verified_by", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "db_table": "resource_law",
                "ordering": ("position", "slug"),
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("last_verified_on__isnull", True), ("verified_by", "")),
                            models.Q(
                                models.Q(("verified_by", ""), _negated=True),
                                ("last_verified_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="law_verified_by_somebody_on_a_day",
                        violation_error_message="Give both the advocate's name and the date.",
                    )
                ],
            },
        ),
    ]
