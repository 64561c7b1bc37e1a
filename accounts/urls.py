from accounts.views import entering, leaving, preferences
from core.routes import route

app_name = "accounts"
urlpatterns = [
    route("", entering.start, name="start", policy="public"),
    route("masuk", entering.sign_in, name="sign-in", policy="public"),
    route("masuk/1", entering.elsewhere, name="elsewhere", policy="owner"),
    route("kerja", entering.staff_sign_in, name="staff-sign-in", policy="public"),
    route("kerja/2", entering.staff_code, name="staff-code", policy="public"),
    route("kerja/3", entering.new_password, name="new-password", policy="staff"),
    route("s", preferences.preferences, name="preferences", policy="owner"),
    route("ulang", entering.reenter, name="reenter", policy="signed_in"),
    route("kerja/1", entering.desk, name="desk", policy="administrators"),
    route("keluar", leaving.leave, name="leave", policy="public"),
    route("kunci", leaving.lock, name="lock", policy="public"),
    route("cuaca", leaving.neutral, name="neutral", policy="public"),
]
