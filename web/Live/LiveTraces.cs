using System.Diagnostics;

namespace Mihari.Web.Live;

/// <summary>The end of a trace that began with a device's message: its change is with those who watch on this node.</summary>
internal static class LiveTraces
{
    private static readonly ActivitySource Source = new("Mihari.Live");

    /// <summary>The span of handing a delta to the viewers of this node; null where no trace asked for it.</summary>
    /// <param name="list">What they watch: <c>building</c> or <c>portfolio</c>.</param>
    /// <param name="items">How many items the delta has.</param>
    public static Activity? Push(string list, int items)
    {
        // Without a trace that led here, it would be one of its own that says nothing.
        if (!Source.HasListeners() || Activity.Current is null)
            return null;

        return Source.StartActivity("live push", ActivityKind.Consumer)?.SetTag("mihari.list", list).SetTag("mihari.items", items);
    }
}
