"""Log-in and log-out."""

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from motcua.accounts.selectors import account_by_username
from motcua.accounts.vocabulary import DEMONSTRATION_PASSWORD, SAMPLE_PREFIX
from motcua.desk.forms.entry import LogInForm
from motcua.kernel.periods import day_of
from motcua.organisation import selectors as organisation
from motcua.pages.visitors import NEXT

_WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng. Kiểm tra chữ hoa, chữ thường rồi thử lại."


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """Let an account in and go on to where it wanted to go."""
    wanted = request.POST.get(NEXT) or request.GET.get(NEXT, "")
    form = LogInForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        account = authenticate(request, **form.cleaned_data)
        if account is not None:
            login(request, account)
            return HttpResponseRedirect(_safe(request, wanted))
        form.add_error(None, _WRONG)
    status = 422 if form.is_bound else 200
    context = {"form": form, "wanted": wanted, **_samples()}
    return render(request, "desk/log_in.html", context, status=status)


def _samples() -> dict[str, object]:
    """Return the sample accounts and their password, on the trial server of this machine only.

    The password is named only while it opens the first of them.
    """
    here = settings.ENVIRONMENT
    if here.database_url or here.hosts:
        return {"samples": (), "password": ""}
    logins = organisation.logins_of(SAMPLE_PREFIX, on=day_of(timezone.now()))
    known = logins and account_by_username(logins[0].username).check_password(
        DEMONSTRATION_PASSWORD
    )
    return {"samples": logins, "password": DEMONSTRATION_PASSWORD if known else ""}


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return HttpResponseRedirect(reverse("desk:log_in"))


def _safe(request: HttpRequest, wanted: str) -> str:
    """Return the wanted address when it is on this host, else the first page."""
    here = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if wanted and here else reverse("desk:home")
