from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("custody", "0004_checkpoints_append_only")]

    operations = [
        migrations.AddField(
            model_name="custodyevent",
            name="share",
            field=models.UUIDField(null=True),
        ),
    ]
