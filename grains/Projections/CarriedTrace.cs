using System.Diagnostics;

namespace Mihari.Grains.Projections;

/// <summary>
/// The traces of requests whose effects go out after them, in a timer. The first that is recorded becomes the parent of what
/// goes out, the others that it is sent along with become links; where nobody listens, nothing is kept.
/// </summary>
internal struct CarriedTrace
{
    private const int MostLinks = 16;

    private static readonly ActivitySource Source = new("Mihari.Live");

    private ActivityContext _parent;
    private List<ActivityLink>? _links;

    /// <summary>What the present request changes will go out later.</summary>
    public void Note()
    {
        if (!Source.HasListeners() || Activity.Current is not { } request)
            return;

        var context = request.Context;
        if (_parent == default || (request.Recorded && !_parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)))
            _parent = context;
        else if (request.Recorded && context.TraceId != _parent.TraceId && (_links is null || _links.Count < MostLinks))
            (_links ??= []).Add(new ActivityLink(context));
    }

    /// <summary>The span of what goes out now, and the end of what was noted; null where no trace asked for it.</summary>
    public Activity? Start(string name)
    {
        if (_parent == default)
            return null;

        var span = Source.StartActivity(name, ActivityKind.Producer, _parent, links: _links);
        this = default;
        return span;
    }
}
