import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0003_reserve_leaves_with_its_reason"),
        ("reporting", "0005_information_requests"),
        ("training", "0001_training_reports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="trainingreport",
            name="spent",
            field=models.DecimalField(
                blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="Spent on training, tenge"
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("spent", None), ("spent__gte", 0), _connector="OR"), name="training_spent_positive"
            ),
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body", models.CharField(blank=True, max_length=200, verbose_name="approved by")),
                ("number", models.CharField(blank=True, max_length=30, verbose_name="number")),
                ("approved_on", models.DateField(blank=True, null=True, verbose_name="approved on")),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="training_programmes",
                        to="organizations.organization",
                        verbose_name="organization",
                    ),
                ),
                ("name_ru", models.CharField(max_length=300, verbose_name="name in Russian")),
                ("name_kk", models.CharField(blank=True, max_length=300, verbose_name="name in Kazakh")),
                ("first_year", models.PositiveSmallIntegerField(verbose_name="first year")),
                ("last_year", models.PositiveSmallIntegerField(verbose_name="last year")),
            ],
            options={
                "verbose_name": "training programme",
                "verbose_name_plural": "training programmes",
                "ordering": ["-first_year", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_year__gte", 1990),
                            ("last_year__gte", models.F("first_year")),
                            ("last_year__lte", 2100),
                        ),
                        name="programme_years_in_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeModule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="modules",
                        to="training.programme",
                        verbose_name="programme",
                    ),
                ),
                ("title_ru", models.CharField(max_length=300, verbose_name="title in Russian")),
                ("title_kk", models.CharField(blank=True, max_length=300, verbose_name="title in Kazakh")),
                (
                    "level",
                    models.CharField(
                        choices=[("basic", "basic"), ("intermediate", "intermediate"), ("advanced", "advanced")],
                        default="basic",
                        max_length=12,
                        verbose_name="level",
                    ),
                ),
                ("hours", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="hours")),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="position")),
            ],
            options={
                "verbose_name": "module of a programme",
                "verbose_name_plural": "modules of programmes",
                "ordering": ["programme", "position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="TrainingPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body", models.CharField(blank=True, max_length=200, verbose_name="approved by")),
                ("number", models.CharField(blank=True, max_length=30, verbose_name="number")),
                ("approved_on", models.DateField(blank=True, null=True, verbose_name="approved on")),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="training_plans",
                        to="organizations.organization",
                        verbose_name="organization",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
            ],
            options={
                "verbose_name": "training plan",
                "verbose_name_plural": "training plans",
                "ordering": ["-year", "organization", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "year"), name="training_plan_once_a_year"),
                    models.CheckConstraint(
                        condition=models.Q(("year__range", (1990, 2100))), name="training_plan_of_a_year"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TrainingEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="training_events",
                        to="organizations.organization",
                        verbose_name="organization",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: outside the plan.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="training.trainingplan",
                        verbose_name="plan",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="training.programme",
                        verbose_name="programme",
                    ),
                ),
                (
                    "module",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="training.programmemodule",
                        verbose_name="module",
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="title of the event")),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("seminar", "seminar"),
                            ("training", "training session"),
                            ("round_table", "round table"),
                            ("exchange", "exchange of experience"),
                            ("forum", "forum"),
                            ("outgoing", "outgoing event"),
                            ("online", "online event"),
                        ],
                        max_length=12,
                        verbose_name="form",
                    ),
                ),
                ("planned_raw", models.CharField(blank=True, max_length=150, verbose_name="planned")),
                ("planned_first", models.DateField(blank=True, null=True, verbose_name="planned, first day")),
                ("planned_last", models.DateField(blank=True, null=True, verbose_name="planned, last day")),
                ("held_from", models.DateField(blank=True, null=True, verbose_name="first day")),
                ("held_to", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("place", models.CharField(blank=True, max_length=300, verbose_name="place")),
                ("topic", models.CharField(blank=True, max_length=500, verbose_name="topic")),
                ("hours", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="hours")),
                (
                    "certificates",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="certificates handed out"),
                ),
                (
                    "spent",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="spent, tenge"
                    ),
                ),
                ("cancelled_on", models.DateField(blank=True, null=True, verbose_name="cancelled on")),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="cancelled by",
                    ),
                ),
                ("cancelled_at", models.DateTimeField(blank=True, null=True, verbose_name="cancelled at")),
                ("cancel_reason", models.CharField(blank=True, max_length=500, verbose_name="why it was cancelled")),
            ],
            options={
                "verbose_name": "training event",
                "verbose_name_plural": "training events",
                "ordering": ["-held_to", "-planned_last", "-pk"],
                "indexes": [
                    models.Index(fields=["organization", "held_to"], name="training_event_held"),
                    models.Index(fields=["held_to"], name="training_event_day"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("planned_first", None), ("planned_last", None), ("planned_raw", "")),
                            models.Q(
                                models.Q(("planned_raw", ""), _negated=True),
                                ("planned_first__isnull", False),
                                ("planned_last__gte", models.F("planned_first")),
                            ),
                            _connector="OR",
                        ),
                        name="training_event_planned_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("held_from", None), ("held_to", None)),
                            models.Q(("held_from__isnull", False), ("held_to__gte", models.F("held_from"))),
                            _connector="OR",
                        ),
                        name="training_event_held_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("planned_first__isnull", False), ("held_from__isnull", False), _connector="OR"
                        ),
                        name="training_event_has_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("cancel_reason", ""),
                                ("cancelled_at", None),
                                ("cancelled_by", None),
                                ("cancelled_on", None),
                            ),
                            models.Q(
                                ("cancelled_at__isnull", False),
                                ("cancelled_by__isnull", False),
                                ("cancelled_on__isnull", False),
                                models.Q(("cancel_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="training_event_cancelled_who_when_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cancelled_on", None), ("held_from", None), _connector="OR"),
                        name="training_event_held_or_cancelled",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("spent", None), ("spent__gte", 0), _connector="OR"),
                        name="training_event_spent_positive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Speaker",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="speakers",
                        to="training.trainingevent",
                        verbose_name="training event",
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="name")),
                ("position", models.CharField(blank=True, max_length=200, verbose_name="position and place of work")),
                ("position_in_list", models.PositiveSmallIntegerField(default=1, verbose_name="place in the list")),
            ],
            options={
                "verbose_name": "speaker",
                "verbose_name_plural": "speakers",
                "ordering": ["event", "position_in_list", "pk"],
            },
        ),
        migrations.CreateModel(
            name="EventParticipants",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participants",
                        to="training.trainingevent",
                        verbose_name="training event",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="training.traineecategory",
                        verbose_name="category of the trained",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="participants")),
            ],
            options={
                "verbose_name": "participants of a category",
                "verbose_name_plural": "participants by category",
                "ordering": ["event", "category__position", "pk"],
                "constraints": [models.UniqueConstraint(fields=("event", "category"), name="event_participants_once")],
            },
        ),
        migrations.CreateModel(
            name="Responsible",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="training_responsible",
                        to="organizations.organization",
                        verbose_name="organization",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="training_responsible",
                        to="organizations.person",
                        verbose_name="person",
                    ),
                ),
                ("from_day", models.DateField(verbose_name="responsible from")),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="basis")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="responsible until")),
            ],
            options={
                "verbose_name": "person responsible for training",
                "verbose_name_plural": "persons responsible for training",
                "ordering": ["organization", "-from_day", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None)),
                        fields=("organization",),
                        name="one_responsible_for_training",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None), ("ended_on__gte", models.F("from_day")), _connector="OR"
                        ),
                        name="training_responsible_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalProgramme",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("body", models.CharField(blank=True, max_length=200, verbose_name="approved by")),
                ("number", models.CharField(blank=True, max_length=30, verbose_name="number")),
                ("approved_on", models.DateField(blank=True, null=True, verbose_name="approved on")),
                ("name_ru", models.CharField(max_length=300, verbose_name="name in Russian")),
                ("name_kk", models.CharField(blank=True, max_length=300, verbose_name="name in Kazakh")),
                ("first_year", models.PositiveSmallIntegerField(verbose_name="first year")),
                ("last_year", models.PositiveSmallIntegerField(verbose_name="last year")),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="organizations.organization",
                        verbose_name="organization",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical training programme",
                "verbose_name_plural": "historical training programmes",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalProgrammeModule",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("title_ru", models.CharField(max_length=300, verbose_name="title in Russian")),
                ("title_kk", models.CharField(blank=True, max_length=300, verbose_name="title in Kazakh")),
                (
                    "level",
                    models.CharField(
                        choices=[("basic", "basic"), ("intermediate", "intermediate"), ("advanced", "advanced")],
                        default="basic",
                        max_length=12,
                        verbose_name="level",
                    ),
                ),
                ("hours", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="hours")),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="position")),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="training.programme",
                        verbose_name="programme",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical module of a programme",
                "verbose_name_plural": "historical modules of programmes",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTrainingPlan",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("body", models.CharField(blank=True, max_length=200, verbose_name="approved by")),
                ("number", models.CharField(blank=True, max_length=30, verbose_name="number")),
                ("approved_on", models.DateField(blank=True, null=True, verbose_name="approved on")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="organizations.organization",
                        verbose_name="organization",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical training plan",
                "verbose_name_plural": "historical training plans",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTrainingEvent",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("title", models.CharField(max_length=300, verbose_name="title of the event")),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("seminar", "seminar"),
                            ("training", "training session"),
                            ("round_table", "round table"),
                            ("exchange", "exchange of experience"),
                            ("forum", "forum"),
                            ("outgoing", "outgoing event"),
                            ("online", "online event"),
                        ],
                        max_length=12,
                        verbose_name="form",
                    ),
                ),
                ("planned_raw", models.CharField(blank=True, max_length=150, verbose_name="planned")),
                ("planned_first", models.DateField(blank=True, null=True, verbose_name="planned, first day")),
                ("planned_last", models.DateField(blank=True, null=True, verbose_name="planned, last day")),
                ("held_from", models.DateField(blank=True, null=True, verbose_name="first day")),
                ("held_to", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("place", models.CharField(blank=True, max_length=300, verbose_name="place")),
                ("topic", models.CharField(blank=True, max_length=500, verbose_name="topic")),
                ("hours", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="hours")),
                (
                    "certificates",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="certificates handed out"),
                ),
                (
                    "spent",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="spent, tenge"
                    ),
                ),
                ("cancelled_on", models.DateField(blank=True, null=True, verbose_name="cancelled on")),
                ("cancelled_at", models.DateTimeField(blank=True, null=True, verbose_name="cancelled at")),
                ("cancel_reason", models.CharField(blank=True, max_length=500, verbose_name="why it was cancelled")),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="organizations.organization",
                        verbose_name="organization",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Empty: outside the plan.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="training.trainingplan",
                        verbose_name="plan",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="training.programme",
                        verbose_name="programme",
                    ),
                ),
                (
                    "module",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="training.programmemodule",
                        verbose_name="module",
                    ),
                ),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="cancelled by",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical training event",
                "verbose_name_plural": "historical training events",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSpeaker",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("name", models.CharField(max_length=150, verbose_name="name")),
                ("position", models.CharField(blank=True, max_length=200, verbose_name="position and place of work")),
                ("position_in_list", models.PositiveSmallIntegerField(default=1, verbose_name="place in the list")),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="training.trainingevent",
                        verbose_name="training event",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical speaker",
                "verbose_name_plural": "historical speakers",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalEventParticipants",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="participants")),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="training.trainingevent",
                        verbose_name="training event",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="training.traineecategory",
                        verbose_name="category of the trained",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical participants of a category",
                "verbose_name_plural": "historical participants by category",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalResponsible",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("from_day", models.DateField(verbose_name="responsible from")),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="basis")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="responsible until")),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="organizations.organization",
                        verbose_name="organization",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="organizations.person",
                        verbose_name="person",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical person responsible for training",
                "verbose_name_plural": "historical persons responsible for training",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
