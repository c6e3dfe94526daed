namespace Mihari.Web.Components.Accounts;

/// <summary>The texts of account settings and account management: <c>AccountsTexts.resx</c> beside this file.</summary>
public sealed class AccountsTexts;
