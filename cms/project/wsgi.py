"""The WSGI entry point: Django, and before it the short way in for readers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.project.settings")
django_application = get_wsgi_application()

from api.operations.door import Door  # noqa: E402 - needs the apps

application = Door(django_application)
