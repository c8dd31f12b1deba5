"""Log-in with password and second factor, log-out."""

from django.conf import settings
from django.contrib.auth import authenticate, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from motcua.accounts import selectors, services
from motcua.accounts.errors import AccountRefusal, CodeWrong
from motcua.accounts.vocabulary import DEMONSTRATION_PASSWORD, SAMPLE_PREFIX, FactorKind
from motcua.desk.signing import entering
from motcua.desk.signing.forms import CodeForm, LogInForm
from motcua.kernel.periods import day_of
from motcua.organisation import selectors as organisation
from motcua.pages import passkeys, sessions
from motcua.pages.addresses import address_of
from motcua.pages.sign_on import sign_on

_WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng. Kiểm tra chữ hoa, chữ thường rồi thử lại."
_TOTP_CHARACTERS = 6
#: The question that a passkey has to answer.
_ASKED = "hoi-khoa"


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """Let an account in and go on to where it wanted to go."""
    wanted = request.POST.get(sessions.NEXT) or request.GET.get(sessions.NEXT, "")
    form = LogInForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            account_id = _checked(request, **form.cleaned_data)
            if account_id is not None:
                return entering.proceed(request, account_id, wanted=wanted)
            form.add_error(None, _WRONG)
        except AccountRefusal as refusal:
            form.add_error(None, str(refusal))
    provider = sign_on()
    context = {
        "form": form, "wanted": wanted, "provider": provider is not None,
        "ended": request.session.get(sessions.ENDED, False),
        "kept": request.session.get(sessions.KEPT, ""),
        **_samples(),
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "desk/signing/log_in.html", context, status=status)


@sensitive_post_parameters("ma_xac_thuc", "answer")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor after the password, and let in whoever has it."""
    waiting = entering.pending(request)
    if waiting is None:
        request.session.pop(entering.PENDING, None)
        return HttpResponseRedirect(reverse("desk:log_in"))
    account_id, wanted = waiting
    answer = request.POST.get("answer", "")
    form = CodeForm(request.POST if request.method == "POST" and not answer else None)
    refused = ""
    try:
        if answer:
            _answered(request, account_id, answer)
            return entering.enter(request, account_id, wanted=wanted)
        if form.is_bound and form.is_valid():
            _typed(account_id, form.cleaned_data["ma_xac_thuc"])
            return entering.enter(request, account_id, wanted=wanted)
    except AccountRefusal as refusal:
        refused = str(refusal)
    if refused and form.is_bound:
        form.add_error("ma_xac_thuc", refused)
    return _ask(request, account_id, form, refused=refused)


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    key = request.session.session_key
    if request.user.is_authenticated and key:
        now = timezone.now()
        person = entering.person_of(request.user.pk, now=now)
        services.log_out(session_key=key, by=person.actor, at=now)
    logout(request)
    return HttpResponseRedirect(reverse("desk:log_in"))


def _samples() -> dict[str, object]:
    """Return the sample accounts and their password, on the trial server of this machine only.

    The password is named only while it opens the first of them.
    """
    here = settings.ENVIRONMENT
    if here.database_url or here.hosts:
        return {"samples": (), "password": ""}
    logins = organisation.logins_of(SAMPLE_PREFIX, on=day_of(timezone.now()))
    known = logins and selectors.account_by_username(logins[0].username).check_password(
        DEMONSTRATION_PASSWORD
    )
    return {"samples": logins, "password": DEMONSTRATION_PASSWORD if known else ""}


def _checked(request: HttpRequest, *, username: str, password: str) -> int | None:
    """Return the account of a right name and password, None if they are wrong.

    The answer takes as long for a name that nobody has: Django hashes the password all the same.

    :raises TooManyAttempts: the name or the address has to wait.
    """
    address, now = address_of(request), timezone.now()
    services.count_attempt(username=username, address=address, at=now)
    account = authenticate(request, username=username, password=password)
    if account is None or account.pk is None:
        services.attempt_failed(username=username, address=address, at=now)
        return None
    services.attempt_succeeded(username=username, address=address)
    key: int = account.pk
    return key


def _typed(account_id: int, code: str) -> None:
    """Check a typed code: six digits are the app's, anything else a recovery code.

    :raises CodeWrong, TooManyAttempts: it lets nobody in.
    """
    now = timezone.now()
    bare = "".join(code.split())
    kinds = {factor.kind for factor in selectors.factors_of(account_id)}
    if len(bare) > _TOTP_CHARACTERS:
        by = entering.person_of(account_id, now=now).actor
        services.use_recovery_code(account_id=account_id, code=bare, by=by, at=now)
    elif FactorKind.TOTP in kinds:
        services.use_totp(account_id=account_id, code=bare, at=now)
    else:
        raise CodeWrong


def _answered(request: HttpRequest, account_id: int, answer: str) -> None:
    """Check what a passkey answered; a question is good for one answer.

    :raises PasskeyWrong, TooManyAttempts: it lets nobody in.
    """
    now, held = timezone.now(), selectors.passkeys_of(account_id)
    services.count_factor_attempt(account_id=account_id, at=now)
    state = request.session.pop(_ASKED, {})
    proof = passkeys.check(request, state, answer, held=held)
    services.passkey_used(factor_id=proof.factor_id, sign_count=proof.sign_count, at=now)


def _ask(request: HttpRequest, account_id: int, form: CodeForm, *, refused: str) -> HttpResponse:
    held = selectors.passkeys_of(account_id)
    question = ""
    if held and passkeys.possible(request):
        asked = passkeys.ask(request, held=held)
        request.session[_ASKED] = asked.state
        question = asked.options
    kinds = {factor.kind for factor in selectors.factors_of(account_id)}
    context = {
        "form": form, "question": question, "refused": refused,
        "has_codes": FactorKind.TOTP in kinds or selectors.recovery_codes_left(account_id) > 0,
    }  # fmt: skip
    status = 422 if refused or form.is_bound else 200
    return render(request, "desk/signing/second_factor.html", context, status=status)
