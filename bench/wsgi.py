"""The product with the yardstick's address added, for the throughput run."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samsyn.web.settings")

from django.conf import settings

settings.ROOT_URLCONF = "bench.urls"
settings.STORAGES = {
    **settings.STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()
