"""What nobody expected: written down whole under a code, told to the person in one sentence."""

import logging
import secrets

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseServerError,
)
from django.template import TemplateDoesNotExist, loader

log = logging.getLogger("motcua.faults")

#: Letters and digits that are not taken for each other when read out on the telephone.
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_PAGE = (
    '<!doctype html><html lang="vi"><meta charset="utf-8"><title>{title}</title>'
    "<main><h1>{title}</h1><p>{sentence}</p></main></html>"
)


def record() -> str:
    """Log the exception being handled with its traceback and return the code it is found by."""
    code = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    log.exception("fault %s", code)
    return code


def sentence(code: str) -> str:
    """Return what a person is told about a fault."""
    return f"Hệ thống gặp sự cố. Mã sự cố {code}; hãy báo mã này cho người quản trị hệ thống."


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 (Django gives it)
    """Answer a request that cannot be read: in a sentence, whatever else is wrong with it."""
    try:
        return HttpResponseBadRequest(loader.render_to_string("400.html", {}, request))
    except Exception:
        log.exception("the page of unreadable requests failed")
    return HttpResponseBadRequest(
        _PAGE.format(
            title="Không đọc được yêu cầu này",
            sentence="Chưa có gì được ghi lại. Tải lại trang rồi thử lần nữa.",
        )
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a request that failed: the page of the house, or a bare one if that fails too."""
    code = record()
    context = {"code": code, "sentence": sentence(code)}
    try:
        return HttpResponseServerError(loader.render_to_string("500.html", context, request))
    except TemplateDoesNotExist:
        pass
    except Exception:
        log.exception("the page of faults failed too")
    return HttpResponseServerError(
        _PAGE.format(title="Hệ thống gặp sự cố", sentence=context["sentence"])
    )
