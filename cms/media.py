"""Pictures at `/media/`, from wherever they are kept; a proxy that has them on its own disk answers first."""

import mimetypes
import re

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

# The same as in deploy/nginx.conf: pictures only. Documents go through Wagtail, which knows who may read them.
PICTURE = re.compile(r"(images|original_images)/[^/]+\.(avif|gif|jpe?g|png|webp)", re.IGNORECASE)


@require_safe
def media(request: HttpRequest, path: str) -> FileResponse:
    """One picture; anything else is not found.

    With a bucket as storage this keeps the site's promise to send no reader to a third party. A
    picture that is withdrawn leaves the shared cache within a minute.
    """
    if not PICTURE.fullmatch(path) or not default_storage.exists(path):
        raise Http404
    kind, _encoding = mimetypes.guess_type(path)
    headers = {"Cache-Control": "public, max-age=3600, s-maxage=60", "X-Content-Type-Options": "nosniff"}
    return FileResponse(default_storage.open(path), content_type=kind or "image/webp", headers=headers)
