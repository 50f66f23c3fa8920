from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="submission", name="form_sent_once"),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.UniqueConstraint(fields=("obligation", "token"), name="form_sent_once"),
        ),
    ]
