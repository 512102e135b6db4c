from accounts.forms.agreement import RepresentativeForm, WelcomeForm
from accounts.forms.invitation import InvitationForm
from accounts.forms.passwords import (
    AskResetForm,
    ChangePasswordForm,
    ConfirmAgainForm,
    KnownPasswordForm,
    NewPasswordForm,
)
from accounts.forms.phones import ChangePhoneForm, CodeForm
from accounts.forms.registration import RegistrationForm, form_for
from accounts.forms.second_factor import AddAppForm, AddPasskeyForm, ConfirmForm, PasskeyForm, SecondStepForm
from accounts.forms.sign_in import SignInForm

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
