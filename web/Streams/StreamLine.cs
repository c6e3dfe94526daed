using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Streams;

namespace Mihari.Web.Streams;

/// <summary>What a channel says at the grain of its stream.</summary>
internal sealed partial class StreamLine(StreamId id, DateTimeOffset? from, RelayNode node)
{
    private string? _untold;

    private IStreamGrain Grain => node.Grains.GetGrain<IStreamGrain>(id.Value);

    /// <summary>Somebody watches.</summary>
    /// <exception cref="RefusalException">He may not.</exception>
    public Task<StreamStatus> Watch(Caller caller) => Grain.Watch(caller, new StreamRequest(node.Id, from), node.Reference);

    /// <summary>A run has ended.</summary>
    public async Task Drop(string run)
    {
        if (!await Tell(grain => grain.Drop(run)))
            Volatile.Write(ref _untold, run);
    }

    /// <summary>Says again what could not be said: the grain would believe for ever that the camera sends.</summary>
    public async Task DropAgain()
    {
        if (Volatile.Read(ref _untold) is { } run && await Tell(grain => grain.Drop(run)))
            Interlocked.CompareExchange(ref _untold, null, run);
    }

    /// <summary>Nobody watches here any more; else the lease runs out by itself.</summary>
    public Task Leave() => Tell(grain => grain.Leave(node.Id));

    private async Task<bool> Tell(Func<IStreamGrain, Task> call)
    {
        try
        {
            await call(Grain);
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            NotTold(node.Log, id, e);
            return false;
        }
    }

    [LoggerMessage(3601, LogLevel.Information, "The grain of stream {Stream} could not be told")]
    private static partial void NotTold(ILogger logger, StreamId stream, Exception exception);
}
