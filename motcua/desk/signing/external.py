"""Single sign-on of officers: out to the identity provider, and back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from motcua.accounts import selectors, services
from motcua.accounts.errors import AccountRefusal, ExternalPersonUnknown, SignOnFailed
from motcua.accounts.ports import ExternalPerson, SignOn
from motcua.desk.signing import entering
from motcua.pages import sessions
from motcua.pages.addresses import address_of
from motcua.pages.sign_on import sign_on

#: What waits in the session until the browser comes back.
_KEPT = "dang-nhap-mot-lan"
#: Failed returns are counted under this name, which nobody can have: it begins with a dash.
_NOBODY = "-dang-nhap-mot-lan"


@never_cache
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider: to log in, or to link the account that is logged in."""
    provider = sign_on()
    if provider is None:
        return _told(request, SignOnFailed())
    try:
        departure = provider.begin(callback=_callback(request))
    except SignOnFailed as failed:
        return _told(request, failed)
    request.session[_KEPT] = {
        **departure.kept, "wanted": request.POST.get(sessions.NEXT, ""),
        "linking": str(request.user.pk or "") if request.user.is_authenticated else "",
    }  # fmt: skip
    return HttpResponseRedirect(departure.address)


@never_cache
@require_safe
def come_back(request: HttpRequest) -> HttpResponse:
    """Take what the provider says: log in the account tied to that person, or tie it."""
    provider, kept = sign_on(), request.session.pop(_KEPT, None)
    if provider is None or kept is None:
        return _told(request, SignOnFailed())
    try:
        services.count_attempt(
            username=_NOBODY, address=address_of(request), at=timezone.now(), anywhere=False
        )
        person = provider.finish(kept=kept, told=request.GET.dict(), callback=_callback(request))
        services.attempt_succeeded(username=_NOBODY, address=address_of(request))
        if kept["linking"]:
            return _link(request, provider, person, account_id=int(kept["linking"]))
        account_id = selectors.account_of_external(issuer=person.issuer, subject=person.subject)
        if account_id is None or not selectors.account_by_id(account_id).is_active:
            raise ExternalPersonUnknown
        return entering.proceed(request, account_id, wanted=kept["wanted"])
    except AccountRefusal as refusal:
        return _told(request, refusal)


def _link(
    request: HttpRequest, provider: SignOn, person: ExternalPerson, *, account_id: int
) -> HttpResponse:
    """Tie the account that asked for it; nobody else's, should another have logged in since."""
    if request.user.pk != account_id:
        raise SignOnFailed
    now = timezone.now()
    services.link_external(
        account_id=account_id, issuer=provider.issuer, subject=person.subject,
        by=entering.person_of(account_id, now=now).actor, at=now,
    )  # fmt: skip
    messages.success(request, "Đã gắn danh tính đăng nhập một lần vào tài khoản này.")
    return HttpResponseRedirect(reverse("board:sessions_mine"))


def _callback(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("desk:sign_on_back"))


def _told(request: HttpRequest, refusal: AccountRefusal) -> HttpResponse:
    context = {"sentence": str(refusal)}
    return render(request, "desk/signing/sign_on_failed.html", context, status=422)
