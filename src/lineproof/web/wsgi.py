"""Where does a server of web applications find this one? By the name `application`."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lineproof.web.settings")
application = get_wsgi_application()
