from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher


class MatchedArgon2(Argon2PasswordHasher):
    """Argon2id with the costs of the other contender's stored hashes, so log-ins compare."""

    time_cost = settings.ARGON2["time_cost"]
    memory_cost = settings.ARGON2["memory_cost"]
    parallelism = settings.ARGON2["parallelism"]
