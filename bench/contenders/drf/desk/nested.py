"""Seed 000's list of requests, each with its customer, type, assignee and comments in full.

Its own serializers with what its views lack: the joins and the one query for all comments, without
which every row costs four queries more.
"""

from django.db.models import Prefetch
from rest_framework import generics, pagination, serializers

from .models import RequestComment, ServiceRequest, ServiceType, User


class UserSerializer(serializers.ModelSerializer):
    class Meta:
        model = User
        fields = ["id", "username", "email", "first_name", "last_name"]


class TypeSerializer(serializers.ModelSerializer):
    class Meta:
        model = ServiceType
        fields = ["id", "name", "description", "estimated_time", "created_at", "updated_at"]


class CommentSerializer(serializers.ModelSerializer):
    user = UserSerializer(read_only=True)

    class Meta:
        model = RequestComment
        fields = ["id", "service_request", "user", "comment", "created_at", "updated_at"]


class RequestSerializer(serializers.ModelSerializer):
    customer = UserSerializer(read_only=True)
    service_type = TypeSerializer(read_only=True)
    completed_at = serializers.DateTimeField(source="resolved_at", read_only=True)
    assigned_to = UserSerializer(read_only=True)
    comments = CommentSerializer(many=True, read_only=True)

    class Meta:
        model = ServiceRequest
        fields = ["id", "customer", "service_type", "description", "status", "priority"]
        fields += ["attachment", "created_at", "updated_at", "completed_at", "assigned_to"]
        fields += ["comments"]


class Pages(pagination.PageNumberPagination):
    page_size_query_param = "page_size"


class RequestList(generics.ListAPIView):
    serializer_class = RequestSerializer
    pagination_class = Pages

    def get_queryset(self):
        comments = RequestComment.objects.select_related("user").order_by("id")
        every = ServiceRequest.objects.order_by("id")
        every = every.select_related("customer", "service_type", "assigned_to")
        every = every.prefetch_related(Prefetch("comments", queryset=comments))
        user = self.request.user
        return every if user.user_type == "support" else every.filter(customer=user)
