using Mihari.Audit;

namespace Mihari.Grains.Audit;

/// <summary>Who watched what of one camera; key: the device id. Who asks has made sure that the actor may watch it.</summary>
[Alias("Mihari.IViewings")]
internal interface IViewings : IGrainWithStringKey
{
    /// <summary>
    /// Notes in the audit trail that the actor of an entry watches its subject, once in a while as <see cref="ViewingRules"/> say;
    /// durable when the task completes.
    /// </summary>
    /// <param name="entry">With the moment at which it was asked for.</param>
    /// <param name="part">What of the subject is watched, where that is told apart; else empty.</param>
    [Alias("Note")]
    Task Note(AuditEntry entry, string part = "");
}
