"""Where does a server of web applications find this one? By the name `application`."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lineproof.web.server.settings")
application = get_wsgi_application()
#: Pages are imported now, and not while the first person waits for one.
ADDRESSES = get_resolver().url_patterns
