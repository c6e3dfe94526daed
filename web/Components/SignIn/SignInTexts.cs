namespace Mihari.Web.Components.SignIn;

/// <summary>The texts of the sign-in page: <c>SignInTexts.resx</c> beside this file.</summary>
public sealed class SignInTexts;
