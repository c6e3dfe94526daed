using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Streams;

namespace Mihari.Web.Streams;

/// <summary>
/// Keeps a channel going for as long as somebody watches it here, or another node gets it from here: a loop that says at the grain that
/// somebody watches, and follows where the stream comes from.
/// </summary>
internal sealed partial class StreamKeeper(StreamChannel channel, RelayNode node)
{
    /// <summary>How often the grain is told of each viewer; what it is not told it forgets after <see cref="IStreamGrain.Lease"/>.</summary>
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(10);

    private Task _renewing = Task.CompletedTask;
    private long _renewed = node.Time.GetTimestamp();

    /// <summary>Until nobody watches any more, or the node stops.</summary>
    public async Task Run(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            if (channel.NextToFollow() is { } carrier)
                _ = node.Follow(channel, carrier, stopping);

            // Beside the loop: a grain that is slow to answer must not keep it from following.
            if (_renewing.IsCompleted && node.Time.GetElapsedTime(_renewed) >= RenewEvery)
                _renewing = Renew();

            if (channel.TryForget())
                break;

            Task change = channel.Changed.Wait(stopping).AsTask();
            await change.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // A task with a result would refuse that.
        }

        channel.End(ViewerEnd.NodeStops);
        await _renewing; // What it says comes before the farewell.
        await channel.Line.Leave();
    }

    private async Task Renew()
    {
        _renewed = node.Time.GetTimestamp();
        await channel.Line.DropAgain();
        foreach (var viewer in channel.Callers())
        {
            try
            {
                await channel.Ask(viewer.Caller!);
            }
            catch (UnknownIdException)
            {
                viewer.End(ViewerEnd.Unknown);
            }
            catch (RefusalException)
            {
                viewer.End(ViewerEnd.NotPermitted);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                NotRenewed(node.Log, channel.Id, e);
                return; // The next round says it again, well within the lease.
            }
        }
    }

    [LoggerMessage(3605, LogLevel.Information, "Who watches stream {Stream} could not be said at its grain")]
    private static partial void NotRenewed(ILogger logger, StreamId stream, Exception exception);
}
