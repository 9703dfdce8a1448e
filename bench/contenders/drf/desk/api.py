from django.db.models import Prefetch
from django.urls import path
from rest_framework import generics, permissions, serializers
from rest_framework_simplejwt.views import TokenObtainPairView

from . import nested, web
from .models import RequestUpdate, ServiceRequest, ServiceType


class UpdateSerializer(serializers.ModelSerializer):
    staff_member_name = serializers.CharField(source="staff_member.get_full_name", read_only=True)
    notes = serializers.CharField(source="comment")

    class Meta:
        model = RequestUpdate
        fields = ["id", "service_request", "staff_member", "staff_member_name", "notes"]
        fields += ["created_at"]


class RequestSerializer(serializers.ModelSerializer):
    customer_name = serializers.CharField(source="customer.get_full_name", read_only=True)
    request_type = serializers.SlugRelatedField(
        source="service_type", slug_field="slug", queryset=ServiceType.objects.all()
    )
    details = serializers.CharField(source="description", read_only=True)
    updates = UpdateSerializer(many=True, read_only=True)

    class Meta:
        model = ServiceRequest
        fields = ["id", "customer", "customer_name", "request_type", "details", "description"]
        fields += ["address", "status", "created_at", "updated_at", "resolved_at", "attachment"]
        fields += ["updates"]
        read_only_fields = ["customer", "status", "resolved_at"]


class IsCustomerToWrite(permissions.IsAuthenticated):
    def has_permission(self, request, view):
        signed_in = super().has_permission(request, view)
        may_write = signed_in and request.user.user_type == "customer"
        return may_write if request.method == "POST" else signed_in


class VisibleRequests:
    serializer_class = RequestSerializer

    def get_queryset(self):
        updates = RequestUpdate.objects.select_related("staff_member")
        every = ServiceRequest.objects.select_related("customer", "service_type")
        every = every.prefetch_related(Prefetch("updates", queryset=updates))
        user = self.request.user
        return every if user.user_type == "support" else every.filter(customer=user)


class RequestList(VisibleRequests, generics.ListCreateAPIView):
    permission_classes = [IsCustomerToWrite]

    def perform_create(self, serializer):
        serializer.save(customer=self.request.user)


class RequestDetail(VisibleRequests, generics.RetrieveAPIView):
    pass


urlpatterns = [
    path("api/v1/login/", TokenObtainPairView.as_view()),
    path("api/v1/requests/", RequestList.as_view()),
    path("api/v1/requests/<int:pk>/", RequestDetail.as_view()),
    path("api/services/requests/", nested.RequestList.as_view()),
    path("accounts/api/login/", web.log_in),
    path("accounts/api/account/", web.account),
]
