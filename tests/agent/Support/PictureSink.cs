using System.Threading.Channels;
using Mihari.Agent.Media;
using Mihari.Agent.Motion;
using Mihari.Agent.Pictures;

namespace Mihari.Tests.Agent.Support;

/// <summary>Takes what a pipeline yields, for a test to read one by one.</summary>
internal sealed class PictureSink : IPictureSink
{
    public Channel<CapturedFragment> Fragments { get; } = Channel.CreateUnbounded<CapturedFragment>();

    public Channel<bool> Video { get; } = Channel.CreateUnbounded<bool>();

    public MotionWatch? Watch { get; init; }

    public void OnFragment(CapturedFragment fragment) => Fragments.Writer.TryWrite(fragment);

    public void OnGrey(ReadOnlySpan<byte> grey, DateTimeOffset at) => Watch?.Picture(grey, at);

    public void OnStill(Still still)
    {
    }

    public void OnVideo(bool present) => Video.Writer.TryWrite(present);

    /// <summary>Completes when pictures come, or have stopped.</summary>
    public async Task Until(bool present, CancellationToken limit)
    {
        while (await Video.Reader.ReadAsync(limit) != present)
        {
            // Passed over.
        }
    }

    public async Task<List<CapturedFragment>> Take(int count, CancellationToken limit)
    {
        var taken = new List<CapturedFragment>();
        while (taken.Count < count)
            taken.Add(await Fragments.Reader.ReadAsync(limit));
        return taken;
    }
}
