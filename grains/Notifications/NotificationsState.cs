using System.Collections.Immutable;
using Mihari.Grains.Audit;
using Mihari.Notifications;

namespace Mihari.Grains.Notifications;

/// <summary>What is stored of a room's notification settings.</summary>
internal sealed record NotificationsState : AuditedState
{
    public int Version { get; init; } = 1;

    /// <summary>Goes up with every change.</summary>
    public int Revision { get; init; }

    public NotificationType Type { get; init; } = NotificationType.Troubles;

    /// <summary>As they were typed; each once, whatever its case.</summary>
    public ImmutableArray<string> Addresses { get; init; } = [];

    /// <summary><c>ja</c> or <c>en</c>.</summary>
    public string Language { get; init; } = NotificationRules.Languages[0];
}
