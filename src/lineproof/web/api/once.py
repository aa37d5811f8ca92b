"""Is what was asked twice done once? A key of the caller's own is kept with what was answered.

The answer is kept in the transaction of what it tells of: a request that failed leaves no trace,
and of two at once the second waits and is told the same. A key is a token's own, never another's.
"""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone

from lineproof.model.canonical import canonical_json, sha256_hex
from lineproof.web.server.problems import ProblemError
from lineproof.web.who.people import Token

KEPT = dt.timedelta(days=2)
KEY_MAX = 200


class Answered(models.Model):
    """A request that changed something, by its key, and what was answered.

    request: the hash of what was asked.
    """

    token = models.ForeignKey(Token, models.CASCADE, related_name="answers")
    key = models.CharField(max_length=KEY_MAX)
    request = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.TextField(blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """A token's key is for one request."""

        constraints = (models.UniqueConstraint(fields=("token", "key"), name="answered_once"),)
        indexes = (models.Index(fields=("token", "made_at"), name="answered_at"),)

    def __str__(self) -> str:
        """Return its key."""
        return self.key


def answered_before(request: HttpRequest, token: Token, key: str) -> Answered:
    """Return what a key stands for, new or answered before; one who asks the same waits here.

    Raises ProblemError for a key that stands for another request.
    """
    assert transaction.get_connection().in_atomic_block, "it is kept with what it tells of"
    asked = request_sha256(request)
    Answered.objects.filter(token=token, made_at__lt=timezone.now() - KEPT).delete()
    found, _ = Answered.objects.get_or_create(token=token, key=key, defaults={"request": asked})
    if found.request != asked:
        said = f'the key "{key}" stands for another request of this token; use a new one'
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, said)
    return found


def request_sha256(request: HttpRequest) -> str:
    """Return the hash of what is asked: a form's fields and files, whatever stands between them."""
    asked: dict[str, object] = {"method": request.method, "path": request.get_full_path()}
    if request.content_type == "multipart/form-data":
        asked["form"] = {name: request.POST.getlist(name) for name in request.POST}
        asked["files"] = {
            name: [_file_sha256(file) for file in request.FILES.getlist(name)]
            for name in request.FILES
        }
    else:
        asked["body"] = sha256_hex(request.body)
    return sha256_hex(canonical_json(asked))


def _file_sha256(file: UploadedFile[Any]) -> list[str]:
    """Return a sent file's name and hash, and leave it at its beginning."""
    file.seek(0)
    made = sha256_hex(file.read())
    file.seek(0)
    return [file.name or "", made]
