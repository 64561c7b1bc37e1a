from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evidence", "0005_pending_share_keys")]

    operations = [
        migrations.AlterField(
            model_name="derivative",
            name="kind",
            field=models.CharField(
                choices=[
                    ("preview", "Blurred preview"),
                    ("view", "View copy"),
                    ("strip", "Frame strip"),
                    ("redacted", "Covered copy"),
                    ("messages", "What was read of a chat"),
                ],
                max_length=8,
            ),
        ),
    ]
