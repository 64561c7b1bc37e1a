from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evidence", "0007_uploads")]

    operations = [
        migrations.AlterField(
            model_name="evidenceitem",
            name="file_class",
            field=models.CharField(
                choices=[
                    ("image", "Image"),
                    ("video", "Video"),
                    ("audio", "Audio"),
                    ("document", "Document"),
                    ("text", "Text"),
                    ("mail", "Mail"),
                    ("archive", "Archive"),
                    ("other", "Other"),
                ],
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="upload",
            name="file_class",
            field=models.CharField(
                blank=True,
                choices=[
                    ("image", "Image"),
                    ("video", "Video"),
                    ("audio", "Audio"),
                    ("document", "Document"),
                    ("text", "Text"),
                    ("mail", "Mail"),
                    ("archive", "Archive"),
                    ("other", "Other"),
                ],
                max_length=8,
            ),
        ),
    ]
