"""Django's settings, all from the environment."""

from psycopg.conninfo import conninfo_to_dict

from motcua.config import environment, local_database, logs
from motcua.config.metrics_folder import metrics_folder

ENVIRONMENT = environment.read()
HOME = ENVIRONMENT.home
#: The store of files; a backup holds it beside the database.
FILES = HOME / "files"
SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *ENVIRONMENT.hosts]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ENVIRONMENT.hosts]

ROOMS = (
    *("storage", "journal", "documents", "accounts", "people", "organisation", "worktime"),
    *("catalogue", "tally", "archive", "dossiers", "reports", "pages", "desk", "board"),
)
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    *(f"motcua.{room}" for room in ROOMS),
]
MIDDLEWARE = [
    "motcua.config.metrics.Timing",
    "django.middleware.security.SecurityMiddleware",
    "motcua.config.hardening.Headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "motcua.pages.sessions.Sessions",
    "django.middleware.common.CommonMiddleware",
    # Before the body is read for its token, what is too large or too often is refused.
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "motcua.config.hardening.Limits",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "motcua.pages.sessions.SessionWatch",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "motcua.config.urls"
WSGI_APPLICATION = "motcua.config.wsgi.application"

# prepare_threshold 1: the hot statements are prepared at their second use on a connection.
# Server-side binding is what lets psycopg prepare the ORM's statements too.
_database = conninfo_to_dict(ENVIRONMENT.database_url or local_database.address(HOME))
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _database.pop("dbname", "motcua"),
        "USER": _database.pop("user", ""),
        "PASSWORD": _database.pop("password", ""),
        "HOST": _database.pop("host", ""),
        "PORT": _database.pop("port", ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": "10",
            **_database,
            "prepare_threshold": 1,
            "server_side_binding": True,
        },
        "TEST": {"NAME": ENVIRONMENT.test_database},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "/dang-nhap"
LOGIN_REDIRECT_URL = "/"
#: The private server of one machine is for trying out: no role has to have a second factor there.
DEMONSTRATION = not ENVIRONMENT.database_url
#: Who makes the adapter of the officers' identity provider; empty: there is none.
SIGN_ON = "motcua.integrations.identity.adapter.from_settings" if ENVIRONMENT.oidc.issuer else ""
OIDC = ENVIRONMENT.oidc

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
# WhiteNoise serves the files from where they lie in the package: nothing has to be collected.
WHITENOISE_USE_FINDERS = True
#: A server with names of its own stands behind a web server that ends TLS.
_PUBLIC = bool(ENVIRONMENT.hosts)
#: Networks of our own web servers, whose word about a visitor's address counts.
PROXIES = ENVIRONMENT.proxies or (("127.0.0.0/8", "::1/128") if _PUBLIC else ())
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _PUBLIC
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _PUBLIC else None
SECURE_HSTS_SECONDS = 31_536_000 if _PUBLIC else 0
SECURE_SSL_REDIRECT = _PUBLIC
# Whoever watches the process asks it on the machine itself, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^suc-khoe$", r"^san-sang$", r"^metrics$"]
if _PUBLIC:
    # A name with this prefix is refused by browsers unless it is this host's own, by https only.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-phien", "__Host-csrf"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "motcua.pages.jinja.environment"},
    },
]
#: Whom to write to about a weakness, as a mailto: or https: address; empty: not told.
SECURITY_CONTACT = ENVIRONMENT.security_contact
METRICS_ADDRESSES = ENVIRONMENT.metrics_addresses
#: Each process of the web server keeps its counts here; read by the package of the metrics.
METRICS = metrics_folder(HOME)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 50
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
LOGGING = logs.logging_settings(HOME / "log" / "motcua.log")
