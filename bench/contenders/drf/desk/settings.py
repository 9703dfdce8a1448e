import json
import os
from datetime import timedelta

from django.db.backends.signals import connection_created

SECRET_KEY = os.environ["DRF_SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"]
INSTALLED_APPS += ["rest_framework", "desk"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
]
ROOT_URLCONF = "desk.api"
AUTH_USER_MODEL = "desk.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ["DRF_DATABASE"],
        "CONN_MAX_AGE": None,
        "OPTIONS": {"timeout": 30},
    }
}

# {"HOST", "PORT", "USER", "NAME"}; unset: SQLite.
POSTGRESQL = json.loads(os.environ.get("DRF_POSTGRESQL") or "null")
if POSTGRESQL:
    DATABASES["default"] = {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": None,
        **POSTGRESQL,
    }

# {"time_cost", "memory_cost" (KiB), "parallelism"}; unset: Django's own default, PBKDF2.
ARGON2 = json.loads(os.environ.get("DRF_ARGON2", "null"))
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
if ARGON2:
    PASSWORD_HASHERS = ["desk.hashers.MatchedArgon2", *PASSWORD_HASHERS]

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework_simplejwt.authentication.JWTAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.LimitOffsetPagination",
    "PAGE_SIZE": 20,
}
SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(seconds=300),
    "REFRESH_TOKEN_LIFETIME": timedelta(seconds=86400),
}


def make_durable(connection, **kwargs):
    """What Pilotlight promises: an acknowledged write is on the disk. PostgreSQL's default."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")


connection_created.connect(make_durable)
