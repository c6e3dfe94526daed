using Microsoft.AspNetCore.Components;
using Mihari.Web.Accounts;

namespace Mihari.Web.Components.Accounts;

/// <summary>現在のパスワード, パスワード, パスワード(再入力) (manual 1.1), for a form that posts to <see cref="PasswordForm.Path"/>.</summary>
public sealed partial class PasswordFields
{
    /// <summary>The symbols that a password may have (manual 1.2).</summary>
    internal const string Symbols = "@-_!.$%&+#";

    /// <summary>How the last attempt ended; null: there was none.</summary>
    [Parameter, EditorRequired]
    public PasswordNotice? Notice { get; set; }

    private string? ErrorIn(string field) => (Notice?.Outcome, field) switch
    {
        (PasswordOutcome.WrongCurrent, "current") => Texts["WrongCurrent"],
        (PasswordOutcome.BreaksRule, "password") => Refusals.Input(Notice.Rule ?? default, Notice.Detail),
        (PasswordOutcome.NotTheSame, "again") => Texts["NotTheSame"],
        _ => null,
    };
}
