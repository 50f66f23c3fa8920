"""Protocol packets: filled in by chairs, looked at by everybody who sees the organization."""

from django.urls import path

from campaigns.views import packet, packet_files, packet_rest, packets

urlpatterns = [
    path("<int:pk>/packets/", packets.campaign_packets, name="packets"),
    path("obligations/<int:pk>/packet/", packet.packet_form_page, name="packet_form"),
    path("obligations/<int:pk>/packet/check/", packet.packet_check, name="packet_check"),
    path("obligations/<int:pk>/packet/submit/", packet.packet_submit, name="packet_submit"),
    path("obligations/<int:pk>/packet/files/", packet_files.packet_file_add, name="packet_file_add"),
    path("packet-files/<int:pk>/", packet_files.packet_file, name="packet_file"),
    path("packet-files/<int:pk>/thumbnail/", packet_files.packet_thumbnail, name="packet_thumbnail"),
    path("packet-files/<int:pk>/remove/", packet_files.packet_file_remove, name="packet_file_remove"),
    path("packet-files/<int:pk>/move/", packet_files.packet_file_move, name="packet_file_move"),
    path("submissions/<int:pk>/packet/", packets.packet, name="packet"),
    path("submissions/<int:pk>/packet/rest/", packet_rest.packet_rest, name="packet_rest"),
    path("submissions/<int:pk>/packet/record/", packet_rest.packet_record, name="packet_record"),
]
