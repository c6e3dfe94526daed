using Microsoft.Extensions.Localization;
using Mihari.Refusals;
using Mihari.Web.Accounts;

namespace Mihari.Web.Components.Forms;

/// <summary>Says in the viewer's language why something was refused or failed.</summary>
public sealed class RefusalTexts(IStringLocalizer<FormsTexts> texts)
{
    /// <summary>The field and the sentence for what a grain threw; whatever is no refusal (a timeout, a node that is gone) can be tried again.</summary>
    public FormError For(Exception refusal) => refusal switch
    {
        InvalidInputException invalid => new FormError(invalid.Field, Input(invalid.Problem, invalid.Detail)),
        // Nothing is wrong with what was typed.
        ConflictException { Clash: Clash.TooSoon } conflict => new FormError(null, Conflict(conflict.Clash, conflict.Detail)),
        ConflictException { Clash: Clash.ChangedMeanwhile, Detail: null or "" } conflict => new FormError(null, Conflict(conflict.Clash, null)),
        ConflictException conflict => new FormError(conflict.Field, Conflict(conflict.Clash, conflict.Detail)),
        UnknownIdException => new FormError(null, texts["Unknown"]),
        NotPermittedException => new FormError(null, texts["NotPermitted"]),
        SessionEndedException => new FormError(null, texts["SessionEnded"]),
        _ => new FormError(null, texts["TryAgain"]),
    };

    /// <summary>The sentence for a broken rule; also for what a page checks while somebody types.</summary>
    public string Input(InputProblem problem, string? detail) => problem switch
    {
        InputProblem.Length => Bounded("Length", detail),
        InputProblem.Characters => texts["Characters"],
        InputProblem.Email => texts[Enum.TryParse<EmailProblem>(detail, out var email) && Enum.IsDefined(email) ? "Email_" + email : "Email"],
        InputProblem.PasswordCharacter => texts["PasswordCharacter", Shown(detail)],
        InputProblem.Unchanged => texts["Unchanged"],
        InputProblem.Choice => texts["Choice"],
        InputProblem.Range => Bounded("Range", detail),
        InputProblem.MacAddress => texts["MacAddress"],
        InputProblem.Address => texts["WebAddress"],
        _ => texts["Input"],
    };

    private string Conflict(Clash clash, string? detail) => clash switch
    {
        Clash.Taken => texts["Taken"],
        Clash.ChangedMeanwhile when !string.IsNullOrEmpty(detail) => texts["ChangedMeanwhileTo", detail],
        Clash.ChangedMeanwhile => texts["ChangedMeanwhile"],
        Clash.HasRoom => texts["HasRoom"],
        Clash.StandsElsewhere => texts["StandsElsewhere"],
        Clash.Full when !string.IsNullOrEmpty(detail) => texts["FullAt", detail],
        Clash.Full => texts["Full"],
        Clash.Deleted => texts["Deleted"],
        Clash.TooSoon when !string.IsNullOrEmpty(detail) => texts["TooSoonAfter", detail],
        Clash.TooSoon => texts["TooSoon"],
        _ => texts["Conflict"],
    };

    private string Bounded(string key, string? detail) =>
        detail?.Split('-') is [var min, var max] ? min == max ? texts[key + "Exactly", min] : texts[key, min, max] : texts["Input"];

    private string Shown(string? character) => character is " " or "　" ? texts["Space"] : character ?? "";
}
