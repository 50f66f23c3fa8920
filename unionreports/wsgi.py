"""What the application server runs."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from unionreports.room import with_room

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionreports.settings")

application = with_room(get_wsgi_application())

# A developer's server starts anew with every change, and wants to start at once.
if not settings.DEBUG:
    from unionreports.settled import settle

    settle()
