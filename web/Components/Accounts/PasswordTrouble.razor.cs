using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Mihari.Web.Accounts;
using Mihari.Web.Components.SignIn;
using Mihari.Web.Components.Viewers;

namespace Mihari.Web.Components.Accounts;

/// <summary>Why a password was not changed, where no field is to blame.</summary>
public sealed partial class PasswordTrouble
{
    /// <summary>How the attempt ended; null: there was none.</summary>
    [Parameter, EditorRequired]
    public PasswordNotice? Notice { get; set; }

    [Inject]
    private IStringLocalizer<AccountsTexts> Texts { get; set; } = null!;

    [Inject]
    private IStringLocalizer<SignInTexts> SignIn { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    private string? Text => Notice?.Outcome switch
    {
        PasswordOutcome.Locked => SignInMessage.For(new SignInNotice(SignInProblem.Locked, "", Notice.LockedUntil), Viewer, Time.GetUtcNow(), SignIn),
        PasswordOutcome.TooMany => Texts["TooMany"],
        PasswordOutcome.Stale => Texts["Stale"],
        _ => null,
    };
}
