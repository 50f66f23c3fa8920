from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0002_reserve_and_personnel"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="consultativebody",
            name="consultative_in_order",
        ),
        migrations.RemoveConstraint(
            model_name="reserveentry",
            name="reserve_in_order",
        ),
        migrations.AddConstraint(
            model_name="consultativebody",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_reason", ""), ("ended_on", None)),
                    models.Q(
                        ("ended_on__gte", models.F("since")),
                        ("ended_on__isnull", False),
                        models.Q(("end_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="consultative_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="reserveentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("removed_on", None), ("removed_reason", "")),
                    models.Q(
                        ("removed_on__gte", models.F("approved_on")),
                        ("removed_on__isnull", False),
                        models.Q(("removed_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="reserve_in_order",
            ),
        ),
    ]
