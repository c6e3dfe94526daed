using System.Diagnostics;
using OpenTelemetry;

namespace Mihari.Silo.Telemetry;

/// <summary>
/// What must not leave the server in a trace. The key of a grain of the directory is an e-mail address, and the addresses of
/// uploads and of the hub carry tokens.
/// </summary>
internal sealed class PrivateTags : BaseProcessor<Activity>
{
    private const string Hidden = "hidden";

    private static readonly string[] GrainIds = ["orleans.rpc.target_id", "orleans.rpc.source_id", "orleans.grain.id"];

    /// <summary>The route says what was asked for; the path would say with which token.</summary>
    public static void HidePath(Activity span, PathString path)
    {
        if (path.StartsWithSegments("/media") || path.StartsWithSegments("/hubs") || path.StartsWithSegments("/_blazor"))
            span.SetTag("url.path", Hidden);

        span.SetTag("url.query", null);
    }

    public override void OnEnd(Activity data)
    {
        foreach (var tag in GrainIds)
        {
            if (data.GetTagItem(tag)?.ToString() is { } id && id.Contains('@', StringComparison.Ordinal))
                data.SetTag(tag, Hidden);
        }
    }
}
