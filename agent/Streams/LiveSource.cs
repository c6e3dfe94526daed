using Mihari.Agent.Media;

namespace Mihari.Agent.Streams;

/// <summary>What the camera sees now. Where the server is slow, whole fragments are left out.</summary>
internal sealed class LiveSource(LiveFeed feed) : IFragmentSource
{
    private long? _seen;

    public string Name => "live";

    public TimeSpan Patience => TimeSpan.FromSeconds(10);

    public TimeSpan PongWithin => TimeSpan.FromSeconds(15);

    public async Task<CapturedFragment?> Next(CancellationToken cancellation)
    {
        (var fragment, _seen) = await feed.Next(_seen ??= feed.Join(), cancellation);
        return fragment;
    }
}
