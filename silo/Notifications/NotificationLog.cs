using Mihari.Notifications;

namespace Mihari.Silo.Notifications;

/// <summary>The log messages of what leaves the server; event ids 2900 to 2919. None tells a receiver, an address or what the other side said.</summary>
internal static partial class NotificationLog
{
    [LoggerMessage(2900, LogLevel.Debug, "{Channel}: handed on")]
    public static partial void Sent(ILogger logger, Channel channel);

    [LoggerMessage(2901, LogLevel.Information, "{Channel}: not handed on, {Outcome}: {Hindrance}")]
    public static partial void NotSent(ILogger logger, Channel channel, DeliveryOutcome outcome, Hindrance hindrance);

    [LoggerMessage(2902, LogLevel.Error, "A message could not be handed on: {Type}\n{Where}")]
    public static partial void Failed(ILogger logger, string type, string? where);

    [LoggerMessage(2903, LogLevel.Information, "Mails leave by {Carrier}")]
    public static partial void Carrier(ILogger logger, MailCarrier carrier);

    [LoggerMessage(2904, LogLevel.Information, "{Count} objects of a mail were gone from the media store and were left out")]
    public static partial void PartsGone(ILogger logger, int count);
}
