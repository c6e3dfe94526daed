using System.Diagnostics;
using Mihari.Identifiers;
using Mihari.Protocol;

namespace Mihari.Silo.Gateway;

/// <summary>The beginning of a trace: a device's message, from its receipt until it is acknowledged.</summary>
internal static class GatewayTraces
{
    private static readonly ActivitySource Source = new("Mihari.Gateway");

    /// <summary>Null where nobody listens.</summary>
    public static Activity? Publish(Channel channel, DeviceId device)
    {
        if (!Source.HasListeners())
            return null;

        // Whatever the socket's own loop runs in, a message is a trace of its own.
        Activity.Current = null;
        return Source.StartActivity($"mqtt {channel}", ActivityKind.Server)
            ?.SetTag("messaging.system", "mqtt")
            .SetTag("mihari.channel", channel.ToString())
            .SetTag("mihari.device", device.Value);
    }

    public static void End(Activity? span, string outcome)
    {
        if (span is null)
            return;

        span.SetTag("mihari.outcome", outcome);
        if (outcome is not ("durable" or "malformed"))
            span.SetStatus(ActivityStatusCode.Error);
    }
}
