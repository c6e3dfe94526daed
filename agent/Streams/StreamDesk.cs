using System.Text.Json;
using Microsoft.Extensions.Logging;
using Mihari.Agent.Media;
using Mihari.Agent.Recording;
using Mihari.Agent.Replies;
using Mihari.Protocol;

namespace Mihari.Agent.Streams;

/// <summary>
/// Does <c>stream</c> and <c>stopStream</c>, and owns the streams of a camera; each runs on after its command was
/// answered. Addresses carry tokens and are never logged. Safe for several threads.
/// </summary>
internal sealed partial class StreamDesk(string device, RecordingRing ring, HttpMessageInvoker http, TimeProvider time, ILogger logger)
{
    /// <summary>Streams at once; one more is answered <c>busy</c>.</summary>
    public const int MaxOpen = 16;

    /// <summary>The longest id of a stream, in characters.</summary>
    public const int MaxId = 128;

    private readonly LiveFeed _live = new(time);
    private readonly Dictionary<string, Running> _streams = new(StringComparer.Ordinal);
    private readonly HashSet<Task> _ending = [];
    private readonly Lock _lock = new();

    /// <summary>Streams that are open or being opened.</summary>
    public int Open
    {
        get
        {
            lock (_lock)
                return _streams.Count;
        }
    }

    /// <summary>A fragment for the live streams; returns at once.</summary>
    public void OnFragment(CapturedFragment fragment) => _live.Publish(fragment);

    /// <summary>Does <c>stream</c>; the token is that of the camera's run, and ends the stream too.</summary>
    public async Task<JsonElement?> Start(Command command, CancellationToken cancellation)
    {
        var args = CommandDesk.Arguments(command, WireJson.Default.StreamArgs);
        if (args.Stream.Length is 0 or > MaxId)
            throw new CommandFailedException(ErrorCodes.BadArguments, "a stream's id has 1 to 128 characters");
        if (!Uri.TryCreate(args.Url, UriKind.Absolute, out var address) || address.Scheme is not ("ws" or "wss"))
            throw new CommandFailedException(ErrorCodes.BadArguments, "streams go to ws or wss addresses");

        IFragmentSource source = args.From is { } from ? RecordedSource.Begin(ring, from, time.GetUtcNow()) : new LiveSource(_live);
        var within = TimeSpan.FromTicks(Math.Clamp((command.Expires - time.GetUtcNow()).Ticks, 0, MediaStream.OpenWithin.Ticks));
        var stream = new MediaStream(source, time, cancellation);
        Running? replaced;
        lock (_lock)
        {
            if (!_streams.Remove(args.Stream, out replaced) && _streams.Count >= MaxOpen)
            {
                stream.Dispose();
                throw new CommandFailedException(ErrorCodes.Busy, "too many streams at once");
            }

            var ended = Task.Run(() => Run(args.Stream, stream, address, within), CancellationToken.None);
            _streams.Add(args.Stream, new Running(stream, ended));
            _ending.RemoveWhere(t => t.IsCompleted);
            _ending.Add(ended);
        }

        replaced?.Stream.Stop("another took its place");
        if (await stream.Opened is { } problem)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new CommandFailedException(ErrorCodes.Internal, problem);
        }

        return null;
    }

    /// <summary>Does <c>stopStream</c>, also where there is no such stream.</summary>
    public async Task<JsonElement?> Stop(Command command, CancellationToken cancellation)
    {
        var args = CommandDesk.Arguments(command, WireJson.Default.StopStreamArgs);
        Running? running;
        lock (_lock)
            _streams.TryGetValue(args.Stream, out running);
        if (running is null)
            return null;

        running.Stream.Stop("the server stopped it");
        await running.Ended.WaitAsync(cancellation);
        return null;
    }

    /// <summary>Completes when no stream is open.</summary>
    public Task Drained()
    {
        lock (_lock)
            return Task.WhenAll(_ending);
    }

    private async Task Run(string id, MediaStream stream, Uri address, TimeSpan within)
    {
        try
        {
            var why = await stream.Run(address, http, within);
            StreamEnded(logger, device, stream.Name, stream.Sent, why);
        }
        catch (Exception e)
        {
            StreamFailed(logger, device, stream.Name, e);
        }
        finally
        {
            lock (_lock)
            {
                if (_streams.TryGetValue(id, out var running) && running.Stream == stream)
                    _streams.Remove(id);
            }

            stream.Dispose();
        }
    }

    private sealed record Running(MediaStream Stream, Task Ended);

    [LoggerMessage(4511, LogLevel.Information, "{Device}: a {Kind} stream ended after {Fragments} fragments: {Reason}")]
    private static partial void StreamEnded(ILogger logger, string device, string kind, int fragments, string reason);

    [LoggerMessage(4512, LogLevel.Error, "{Device}: a {Kind} stream failed")]
    private static partial void StreamFailed(ILogger logger, string device, string kind, Exception exception);
}
