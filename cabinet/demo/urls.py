from django.urls import path

from . import views

urlpatterns = [path("demo/signer/", views.signer, name="demo_signer")]
