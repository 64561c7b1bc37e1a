from accounts import views
from core.routes import route

app_name = "accounts"
urlpatterns = [
    route("", views.start, name="start", policy="public"),
    route("masuk", views.sign_in, name="sign-in", policy="public"),
    route("masuk/1", views.elsewhere, name="elsewhere", policy="owner"),
    route("kerja", views.staff_sign_in, name="staff-sign-in", policy="public"),
    route("kerja/2", views.staff_code, name="staff-code", policy="public"),
    route("kerja/3", views.new_password, name="new-password", policy="staff"),
    route("ulang", views.reenter, name="reenter", policy="signed_in"),
    route("kerja/1", views.desk, name="desk", policy="administrators"),
    route("keluar", views.leave, name="leave", policy="public"),
    route("kunci", views.lock, name="lock", policy="public"),
    route("cuaca", views.neutral, name="neutral", policy="public"),
]
