"""The user: who signs in, in which language, and the one-time keys that let a person in without a password."""

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person who may sign in. What they may see and do is said by their appointments, not here."""

    email = models.EmailField(_("e-mail"), unique=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="ru")
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined_on = models.DateField(_("added on"), null=True, blank=True)
    uses_keys = models.BooleanField(_("single keys of the keyboard work"), default=True)
    # By the name of a table, then by the key of a column: shown or not. What is not named is shown as usual. Beside the
    # user and not in a table of its own, so that no list asks one question more.
    columns = models.JSONField(default=dict, blank=True, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects = UserManager()

    if TYPE_CHECKING:  # what the second factor's middleware adds

        def is_verified(self) -> bool: ...

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["email"]
        constraints = [models.UniqueConstraint(Lower("email"), name="one_user_per_email")]

    def __str__(self) -> str:
        return self.email

    @property
    def is_staff(self) -> bool:
        """Asked by Django's admin; the role of administrator answers."""
        return self.has_perm("administer")


def signed_in(request: HttpRequest) -> User:
    """The person behind a page that only signed-in people reach."""
    assert isinstance(request.user, User)  # noqa: S101 -- LoginRequiredMiddleware has seen to it
    return request.user


class OneTimeKey(models.Model):
    """Lets a person in once: a link sent by mail, or a code staff read out by telephone.

    Only a digest is stored: whoever reads the database cannot sign in with it.
    """

    class Kind(models.TextChoices):
        LINK = "link", _("link by mail")
        CODE = "code", _("code by telephone")

    LIFE = {Kind.LINK: timedelta(hours=72), Kind.CODE: timedelta(minutes=30)}
    MOST_FAILURES = 5

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="one_time_keys", verbose_name=_("user"))
    kind = models.CharField(_("kind"), max_length=4, choices=Kind)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("issued by"))
    issued_at = models.DateTimeField(_("issued at"))
    expires_at = models.DateTimeField(_("valid until"))
    failures = models.PositiveSmallIntegerField(_("wrong attempts"), default=0)
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)

    class Meta:
        verbose_name = _("one-time key")
        verbose_name_plural = _("one-time keys")
        ordering = ["-issued_at"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.user}"

    @staticmethod
    def digest_of(secret: str, user: User | None = None) -> str:
        """A code is short, so its digest is bound to the user it was issued for."""
        salt = f"accounts.one_time_key.{user.pk if user else ''}"
        return salted_hmac(salt, secret, algorithm="sha256").hexdigest()

    @classmethod
    def issue(cls, user: User, kind: "OneTimeKey.Kind", *, by: User, at: datetime) -> str:
        """A new secret for `user`; earlier unused ones of that kind stop working. Returns the secret, kept nowhere."""
        user.one_time_keys.filter(kind=kind, used_at=None, expires_at__gt=at).update(expires_at=at)
        if kind == cls.Kind.LINK:
            secret = secrets.token_urlsafe(32)
            digest = cls.digest_of(secret)
        else:
            secret = f"{secrets.randbelow(10**8):08d}"
            digest = cls.digest_of(secret, user)
        cls.objects.filter(digest=digest).delete()
        cls.objects.create(
            user=user, kind=kind, digest=digest, issued_by=by, issued_at=at, expires_at=at + cls.LIFE[kind]
        )
        return secret

    @classmethod
    def _good_links(cls, secret: str, at: datetime) -> "models.QuerySet[OneTimeKey]":
        return cls.objects.filter(kind=cls.Kind.LINK, digest=cls.digest_of(secret), used_at=None, expires_at__gt=at)

    @classmethod
    def invited_by(cls, secret: str, *, at: datetime) -> User | None:
        """The user the link was sent to; looking spends nothing."""
        key = cls._good_links(secret, at).filter(user__is_active=True).select_related("user").first()
        return key.user if key else None

    @classmethod
    def redeem_link(cls, secret: str, *, at: datetime) -> User | None:
        """The user the link was sent to, once; a conditional update makes two clicks at once one sign-in."""
        user = cls.invited_by(secret, at=at)
        return user if user and cls._good_links(secret, at).update(used_at=at) else None

    @classmethod
    def redeem_code(cls, email: str, code: str, *, at: datetime) -> User | None:
        """The user whose code this is, once; five wrong attempts spend the code."""
        keys = cls.objects.filter(kind=cls.Kind.CODE, used_at=None, expires_at__gt=at, failures__lt=cls.MOST_FAILURES)
        key = keys.filter(user__email=email.strip().lower(), user__is_active=True).select_related("user").first()
        if key is None:
            return None
        if not constant_time_compare(key.digest, cls.digest_of("".join(filter(str.isdigit, code)), key.user)):
            keys.filter(pk=key.pk).update(failures=models.F("failures") + 1)
            return None
        return key.user if keys.filter(pk=key.pk).update(used_at=at) else None
