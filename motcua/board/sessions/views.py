"""My account: what an officer sees of it, the password, the open sessions."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.accounts import selectors, services
from motcua.accounts.errors import AccountRefusal, PasswordWrong
from motcua.accounts.vocabulary import Duty
from motcua.board.sessions.forms import PasswordForm
from motcua.pages import sessions
from motcua.pages.browsers import browser_words
from motcua.pages.frame import page
from motcua.pages.sign_on import sign_on
from motcua.pages.visitors import Visitor, officer_required

CURRENT = "account"


def account_of(request: HttpRequest) -> int:
    """Return the key of the account that is logged in."""
    key: int = request.user.pk or 0
    return key


def factor_required(visitor: Visitor) -> bool:
    """Return whether this person's roles ask for a second factor today."""
    asked = selectors.policy_on(visitor.on).second_factor_roles
    held = {role for role, _ in visitor.who.grants}
    return bool(held & asked) and not settings.DEMONSTRATION


@require_safe
@officer_required
def mine(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show the own account: password, second factor, sessions, single sign-on."""
    account_id, key = account_of(request), request.session.session_key or ""
    provider = sign_on()
    lines = selectors.sessions_of(account_id, current_key=key, now=visitor.now)
    context = {
        "account": selectors.account_by_id(account_id),
        "factors": selectors.factors_of(account_id),
        "codes_left": selectors.recovery_codes_left(account_id),
        "required": factor_required(visitor),
        "demonstration": settings.DEMONSTRATION,
        "open_sessions": [(line, browser_words(line.browser)) for line in lines],
        "others": sum(1 for line in lines if not line.current),
        "idle": sessions.idle_minutes(request),
        "provider": provider is not None,
        "linked": provider is not None and selectors.is_linked(account_id, issuer=provider.issuer),
        "drafts": len(services.drafts_of(account_id=account_id, at=visitor.now)),
    }
    return page(request, visitor, "board/sessions/mine.html", context, current=CURRENT)


@sensitive_post_parameters("old_password", "new_password", "again_password")
@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def password(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Change the own password; all other sessions end."""
    form = PasswordForm(request.POST if request.method == "POST" else None)
    due = sessions.duty_of(request) is Duty.PASSWORD
    if form.is_bound and form.is_valid():
        try:
            _change(request, visitor, form)
        except PasswordWrong as wrong:
            form.add_error("old_password", str(wrong))
        except AccountRefusal as refusal:
            form.add_error("new_password", str(refusal))
        else:
            messages.success(request, "Đã đổi mật khẩu. Các phiên khác của anh/chị đã kết thúc.")
            onward = reverse("board:sessions_mine")
            return HttpResponseRedirect(
                sessions.duty_done(request, Duty.PASSWORD) if due else onward
            )
    status = 422 if form.is_bound else 200
    context = {"form": form, "due": due}
    return page(
        request, visitor, "board/sessions/password.html", context, current=CURRENT, status=status
    )


@require_POST
@officer_required
def end(request: HttpRequest, visitor: Visitor, number: int) -> HttpResponse:
    """End one of the own sessions."""
    services.end_session(
        account_id=account_of(request), session_id=number, by=visitor.who.actor, at=visitor.now
    )
    messages.success(request, "Đã kết thúc phiên đó.")
    return HttpResponseRedirect(reverse("board:sessions_mine"))


@require_POST
@officer_required
def end_others(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """End all own sessions but this one."""
    ended = services.end_sessions(
        account_id=account_of(request), by=visitor.who.actor, at=visitor.now,
        except_key=request.session.session_key or "",
    )  # fmt: skip
    messages.success(request, f"Đã kết thúc {ended} phiên khác.")
    return HttpResponseRedirect(reverse("board:sessions_mine"))


@require_POST
@officer_required
def unlink(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Untie the account from the identity provider."""
    provider = sign_on()
    if provider is not None:
        services.unlink_external(
            account_id=account_of(request), issuer=provider.issuer,
            by=visitor.who.actor, at=visitor.now,
        )  # fmt: skip
        messages.success(request, "Đã bỏ gắn danh tính đăng nhập một lần.")
    return HttpResponseRedirect(reverse("board:sessions_mine"))


def _change(request: HttpRequest, visitor: Visitor, form: PasswordForm) -> None:
    """Change the password and keep this session, under a new key, the only one.

    A wrong old password counts like a wrong second factor: a session left open is no way to
    find the password out.
    """
    account_id, old_key = account_of(request), request.session.session_key or ""
    services.count_factor_attempt(account_id=account_id, at=timezone.now())
    account = services.change_password(
        account_id=account_id, old=form.cleaned_data["old_password"],
        new=form.cleaned_data["new_password"], by=visitor.who.actor, at=visitor.now,
    )  # fmt: skip
    services.factor_attempt_succeeded(account_id=account_id)
    update_session_auth_hash(request, account)
    request.session.save()
    new_key = request.session.session_key or ""
    services.rename_session(old_key=old_key, new_key=new_key)
    services.end_sessions(
        account_id=account_id, by=visitor.who.actor, at=visitor.now, except_key=new_key
    )
