from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="conference", name="conference_cancelled_why"),
        migrations.AddConstraint(
            model_name="conference",
            constraint=models.CheckConstraint(
                condition=Q(cancelled_on=None, cancel_reason="") | Q(cancelled_on__isnull=False) & ~Q(cancel_reason=""),
                name="conference_cancelled_when_and_why",
            ),
        ),
    ]
