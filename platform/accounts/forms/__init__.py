from .agreement import RepresentativeForm, WelcomeForm
from .invitation import InvitationForm
from .passwords import (
    AskResetForm,
    ChangePasswordForm,
    ConfirmAgainForm,
    KnownPasswordForm,
    NewPasswordForm,
)
from .phones import ChangePhoneForm, CodeForm
from .registration import RegistrationForm, form_for
from .second_factor import AddAppForm, AddPasskeyForm, ConfirmForm, PasskeyForm, SecondStepForm
from .sign_in import SignInForm

__all__ = [
    "AddAppForm",
    "AddPasskeyForm",
    "AskResetForm",
    "ChangePasswordForm",
    "ChangePhoneForm",
    "CodeForm",
    "ConfirmAgainForm",
    "ConfirmForm",
    "InvitationForm",
    "KnownPasswordForm",
    "NewPasswordForm",
    "PasskeyForm",
    "RegistrationForm",
    "RepresentativeForm",
    "SecondStepForm",
    "SignInForm",
    "WelcomeForm",
    "form_for",
]
