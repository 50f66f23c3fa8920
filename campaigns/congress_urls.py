"""Addresses of the congress and of what surrounds a campaign."""

from django.urls import path

from campaigns.views import congress, moves, preparation

OF_ORGANIZATION = "<int:pk>/organizations/<slug:code>"
urlpatterns = [
    path("<int:pk>/delegates/", congress.delegates, name="delegates"),
    path("<int:pk>/delegates/list/", congress.delegate_list, name="delegate_list"),
    path("<int:pk>/delegates/members/", congress.members, name="members"),
    path("<int:pk>/delegates/norm/", congress.norm, name="norm"),
    path("<int:pk>/credentials/", congress.credentials, name="credentials"),
    path("<int:pk>/congress/move/", moves.congress_move, name="congress_move"),
    path("<int:pk>/windows/<slug:level>/move/", moves.window_move, name="window_move"),
    path(f"{OF_ORGANIZATION}/delegates/", congress.organization_delegates, name="organization_delegates"),
    path(f"{OF_ORGANIZATION}/delegates/new/", congress.delegate_record, name="delegate_record"),
    path(f"{OF_ORGANIZATION}/delegates/attendance/", congress.attendance, name="attendance"),
    path("delegates/<int:pk>/correct/", congress.delegate_correct, name="delegate_correct"),
    path("delegates/<int:pk>/withdraw/", congress.delegate_withdraw, name="delegate_withdraw"),
    path("delegates/<int:pk>/replace/", congress.delegate_replace, name="delegate_replace"),
    path("<int:pk>/preparation/", preparation.campaign_preparation, name="campaign_preparation"),
    path(f"{OF_ORGANIZATION}/preparation/", preparation.preparation, name="preparation"),
    path(f"{OF_ORGANIZATION}/preparation/tell/", preparation.preparation_tell, name="preparation_tell"),
    path(f"{OF_ORGANIZATION}/preparation/<slug:kind>/new/", preparation.fact_record, name="fact_record"),
    path("preparation/<slug:kind>/<int:pk>/take-back/", preparation.fact_take_back, name="fact_take_back"),
    path("preparation/<int:pk>/measures/", preparation.measures_file, name="measures_file"),
]
