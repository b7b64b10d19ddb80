"""The product's addresses and the yardstick's."""

from django.urls import path

from bench.plain import plain_list
from samsyn.web.urls import handler404, handler500
from samsyn.web.urls import urlpatterns as product

__all__ = ["handler404", "handler500", "urlpatterns"]
urlpatterns = [path("matt/lista/", plain_list, name="bench_plain_list"), *product]
