"""The door through which the web server enters."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

application = get_wsgi_application()

# What is loaded once stays for good: walking through it again at each full collection costs a heavy page 100 ms.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
