"""What a packet takes of the instance's room. One that was built before counts as nothing until it
expires, which it does within a day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("packets", "0001_packets"),
    ]

    operations = [
        migrations.AddField(
            model_name="reportpacket",
            name="blob_bytes",
            field=models.PositiveBigIntegerField(default=0),
        ),
    ]
