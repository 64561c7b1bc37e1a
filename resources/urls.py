from core.routes import route
from resources import views

app_name = "resources"

urlpatterns = [
    route("bantuan/", views.help_numbers, name="help-numbers", policy="public"),
    route("langkah/", views.first_steps, name="first-steps", policy="public"),
    route("baca/", views.articles, name="articles", policy="public"),
    route("baca/<int:number>/", views.article, name="article", policy="public"),
]
