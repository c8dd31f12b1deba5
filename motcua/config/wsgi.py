"""The entry of a production web server: `gunicorn motcua.config.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

from motcua.config import environment, safety

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings")
safety.at_start(environment.read())

application = get_wsgi_application()
