"""What administrators correct in this room; how is said in `views/corrections.py`."""

from django.contrib import admin

from reporting import models
from reporting.views import corrections

admin.site.register(models.Requirement, corrections.RequirementAdmin)
admin.site.register(models.Obligation, corrections.ObligationAdmin)
admin.site.register(models.Submission, corrections.SubmissionAdmin)
admin.site.register(models.Postponement, corrections.PostponementAdmin)
admin.site.register(models.Exemption, corrections.ExemptionAdmin)
admin.site.register(models.NonWorkingDay, corrections.NonWorkingDayAdmin)
admin.site.register(models.StandardRemark, corrections.StandardRemarkAdmin)
admin.site.register(models.Draft, corrections.DraftAdmin)
