"""The addresses at which frontends ask for drafts."""

from django.urls import path

from api.preview.views import Preview, PreviewContent, PreviewHome, PreviewMedium, PreviewNavigation

urlpatterns = [
    path("preview/", Preview.as_view(), name="preview"),
    path("preview/home/", PreviewHome.as_view(), name="preview-home"),
    path("preview/content/", PreviewContent.as_view(), name="preview-content"),
    path("preview/navigation/", PreviewNavigation.as_view(), name="preview-navigation"),
    path("preview/media/<int:position>/<name>", PreviewMedium.as_view(), name="preview-medium"),
]
