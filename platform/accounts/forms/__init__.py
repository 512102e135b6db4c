from accounts.forms.invitation import InvitationForm
from accounts.forms.passwords import AskResetForm, ChangePasswordForm, NewPasswordForm
from accounts.forms.registration import RegistrationForm, form_for
from accounts.forms.sign_in import SignInForm

__all__ = [
    "AskResetForm",
    "ChangePasswordForm",
    "InvitationForm",
    "NewPasswordForm",
    "RegistrationForm",
    "SignInForm",
    "form_for",
]
