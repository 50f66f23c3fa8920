from django.urls import path

from accounts.views import comforts, passwords, second_factor, sign_in

app_name = "accounts"
urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/code/", sign_in.sign_in_code, name="sign_in_code"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("language/", sign_in.language, name="language"),
    path("profile/", second_factor.profile, name="profile"),
    path("columns/<slug:table>/", comforts.columns, name="columns"),
    path("keys/", comforts.keys, name="keys"),
    path("second-factor/", second_factor.second_factor, name="second_factor"),
    path("second-factor/off/", second_factor.second_factor_off, name="second_factor_off"),
    path("invitation/<str:secret>/", passwords.invitation, name="invitation"),
    path("password/reset/", passwords.password_reset, name="password_reset"),
    path("password/reset/sent/", passwords.password_reset_sent, name="password_reset_sent"),
    path("password/reset/<str:uid>/<str:token>/", passwords.password_reset_confirm, name="password_reset_confirm"),
    path("password/", passwords.password_change, name="password_change"),
]
