"""Seed 002's log-in and account, as its code has them: a session in the database, found by cookie.

The two middlewares that this takes stand around these views alone: the others do not pay for them.
CSRF is left out, for neither a log-in without a session nor a read is checked.
"""

from django.contrib.auth import authenticate, login
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.utils.decorators import decorator_from_middleware
from rest_framework.authentication import BasicAuthentication, SessionAuthentication
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.response import Response

with_session = decorator_from_middleware(SessionMiddleware)
with_user = decorator_from_middleware(AuthenticationMiddleware)
by_session = authentication_classes([SessionAuthentication, BasicAuthentication])


@with_session
@with_user
@api_view(["POST"])
@by_session
@permission_classes([AllowAny])
def log_in(request):
    name, password = request.data.get("username"), request.data.get("password")
    if not name or not password:
        return Response({"error": "Please provide both username and password"}, status=400)
    user = authenticate(username=name, password=password)
    if user is None:
        return Response({"error": "Invalid credentials"}, status=401)
    login(request._request, user)
    return Response({"message": "Login successful", "user": shown(user)})


@with_session
@with_user
@api_view(["GET"])
@by_session
@permission_classes([IsAuthenticated])
def account(request):
    user = request.user
    return Response(shown(user) | {"phone_number": user.phone_number, "address": user.address})


def shown(user):
    return {"username": user.username, "email": user.email, "name": user.get_full_name()}
