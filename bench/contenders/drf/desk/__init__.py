"""The desk's canonical API once more, as a Django team would write it: the contender of bench/run.

Debian's python3-django, -djangorestframework, -djangorestframework-simplejwt, -argon2, gunicorn.
It is given every fair advantage: persistent connections, only the middleware it needs, JSON only,
relations fetched in two queries, an index for each list, no event history, no search index.
"""
