using System.ComponentModel.DataAnnotations;

namespace Mihari.Web.Support;

/// <summary>The provider's own desk (section <c>Support</c>).</summary>
public sealed class SupportOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Support";

    /// <summary>
    /// The e-mail address of the first support account, which a server without one makes as it starts; its password is in
    /// <c>support/sign-in.json</c> of the data folder until it is changed. Default <c>support@mihari.example</c>.
    /// </summary>
    [Required, EmailAddress, StringLength(254)]
    public string Email { get; set; } = "support@mihari.example";

    /// <summary>
    /// In a cluster: makes this node issue the first support account another password as it starts, where the first one was lost
    /// before it was changed. Elsewhere that happens by itself. Default false.
    /// </summary>
    public bool IssueAnew { get; set; }
}
