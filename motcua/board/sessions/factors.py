"""The own second factor: choosing, authenticator app, passkeys, recovery codes."""

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from markupsafe import Markup

from motcua.accounts import selectors, services
from motcua.accounts.errors import AccountRefusal, PasskeyWrong
from motcua.accounts.rules import totp
from motcua.accounts.vocabulary import Duty
from motcua.board.sessions.forms import AppForm, PasskeyForm
from motcua.board.sessions.views import CURRENT, account_of, factor_required
from motcua.pages import passkeys, sessions
from motcua.pages.errors import NoSuchPage
from motcua.pages.frame import page
from motcua.pages.visitors import Visitor, officer_required

_ISSUER = "Một cửa điện tử"
#: What the session holds while something is added: the sealed seed; the question to a passkey.
_SEED, _ASKED = "khoa-ung-dung", "hoi-khoa-moi"


@require_safe
@officer_required
def choose(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show the ways to a second factor; after log-in, whoever must have one starts here."""
    context = {
        "due": sessions.duty_of(request) is Duty.SECOND_FACTOR,
        "passkeys": passkeys.possible(request),
    }
    return page(request, visitor, "board/sessions/factors.html", context, current=CURRENT)


@sensitive_post_parameters("ma_xac_thuc")
@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def app(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Add an authenticator app: show its seed, take its first code."""
    sealed = request.session.get(_SEED)
    if sealed is None or request.method != "POST":
        sealed = request.session[_SEED] = services.new_secret()
    form = AppForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            services.add_totp(
                account_id=account_of(request), secret=sealed,
                code=form.cleaned_data["ma_xac_thuc"], by=visitor.who.actor, at=visitor.now,
            )  # fmt: skip
        except AccountRefusal as refusal:
            form.add_error("ma_xac_thuc", str(refusal))
        else:
            del request.session[_SEED]
            return _added(request, visitor)
    seed = services.secret_of(sealed)
    username = selectors.account_by_id(account_of(request)).username
    address = totp.address(seed, issuer=_ISSUER, username=username)
    picture = segno.make(address, error="m", micro=False)
    context = {
        "form": form, "typed": totp.secret_text(seed),
        # Made here from the address alone: nothing in it comes from outside.
        "picture": Markup(picture.svg_inline(scale=4, border=4, light="#fff")),  # noqa: S704
        "due": sessions.duty_of(request) is Duty.SECOND_FACTOR,
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return page(
        request, visitor, "board/sessions/app.html", context, current=CURRENT, status=status
    )


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def passkey(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Add a passkey: ask the browser for one, check its answer."""
    account_id = account_of(request)
    form = PasskeyForm(request.POST if request.method == "POST" else None)
    refused = ""
    if form.is_bound and form.is_valid():
        try:
            state = request.session.pop(_ASKED, {})
            new = passkeys.check_new(request, state, request.POST.get("answer", ""))
            services.add_passkey(
                account_id=account_id, name=form.cleaned_data["name"], credential=new.credential,
                credential_id=new.credential_id, by=visitor.who.actor, at=visitor.now,
            )  # fmt: skip
        except PasskeyWrong as wrong:
            refused = str(wrong)
        else:
            return _added(request, visitor)
    question = ""
    if passkeys.possible(request):
        username = selectors.account_by_id(account_id).username
        held = selectors.passkeys_of(account_id)
        asked = passkeys.ask_for_new(request, account_id=account_id, username=username, held=held)
        request.session[_ASKED], question = asked.state, asked.options
    context = {"form": form, "question": question, "refused": refused}
    status = 422 if form.is_bound else 200
    return page(
        request, visitor, "board/sessions/passkey.html", context, current=CURRENT, status=status
    )


@require_POST
@officer_required
def codes(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Make new recovery codes and show them, this once."""
    if not selectors.factors_of(account_of(request)):
        raise NoSuchPage
    return _show_codes(request, visitor, onward=reverse("board:sessions_mine"))


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def remove(request: HttpRequest, visitor: Visitor, number: int) -> HttpResponse:
    """Ask, then take a second factor away."""
    account_id = account_of(request)
    factor = next((one for one in selectors.factors_of(account_id) if one.id == number), None)
    if factor is None:
        raise NoSuchPage
    if request.method == "POST":
        services.remove_factor(
            account_id=account_id, factor_id=number, required=factor_required(visitor),
            by=visitor.who.actor, at=visitor.now,
        )  # fmt: skip
        messages.success(request, f"Đã bỏ {factor.kind.label.lower()} “{factor.name}”.")
        return HttpResponseRedirect(reverse("board:sessions_mine"))
    return page(request, visitor, "board/sessions/remove.html", {"factor": factor}, current=CURRENT)


def _added(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Go on after a factor was added: the first one brings recovery codes."""
    account_id = account_of(request)
    due = sessions.duty_of(request) is Duty.SECOND_FACTOR
    mine = reverse("board:sessions_mine")
    onward = sessions.duty_done(request, Duty.SECOND_FACTOR) if due else mine
    if selectors.recovery_codes_left(account_id):
        messages.success(request, "Đã thêm lớp xác thực thứ hai.")
        return HttpResponseRedirect(onward)
    return _show_codes(request, visitor, onward=onward)


def _show_codes(request: HttpRequest, visitor: Visitor, *, onward: str) -> HttpResponse:
    made = services.new_recovery_codes(
        account_id=account_of(request), by=visitor.who.actor, at=timezone.now()
    )
    context = {"codes": made, "onward": onward, "at": visitor.now}
    return page(request, visitor, "board/sessions/codes.html", context, current=CURRENT)
