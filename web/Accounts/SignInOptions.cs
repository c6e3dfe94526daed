using System.ComponentModel.DataAnnotations;

namespace Mihari.Web.Accounts;

/// <summary>Signing in and sessions (section <c>SignIn</c>). The lock after five wrong passwords is the account's and is fixed.</summary>
public sealed class SignInOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "SignIn";

    /// <summary>How long a session lives after its last use. 5 minutes to 7 days, default 12 hours.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "7.00:00:00")]
    public TimeSpan SessionLength { get; set; } = TimeSpan.FromHours(12);

    /// <summary>Attempts a minute from one network address, right or wrong; beyond it the answer is "too many". 1 to 10,000, default 30.</summary>
    [Range(1, 10_000)]
    public int AttemptsPerMinute { get; set; } = 30;
}
