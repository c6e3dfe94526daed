using System.Net.WebSockets;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Streams;
using Mihari.Web.Accounts;
using Mihari.Web.Api;

namespace Mihari.Web.Streams;

/// <summary>The WebSockets of streams: for cameras, for other nodes, and for those who watch.</summary>
internal sealed partial class StreamEndpoints(RelayNode node, OpenSessions sessions, SessionStamps stamps, RelayInstruments instruments, TimeProvider time, ILogger<StreamEndpoints> log)
{
    private const int LongestToken = 128;

    /// <summary>The answer to a ping stands behind video that is not read while the viewer of a playback has paused.</summary>
    private static readonly WebSocketAcceptContext Patient = new() { KeepAliveTimeout = Timeout.InfiniteTimeSpan };

    /// <summary>Fragments that a playback is given before it asks for more.</summary>
    private const int FirstCredit = 4;

    /// <summary>A request with a token is looked at again after this: the connection is closed, and opened anew where it still may be.</summary>
    private static readonly TimeSpan TokenLife = TimeSpan.FromMinutes(10);

    /// <summary>The camera comes with the token of its address (device protocol, <c>stream</c>).</summary>
    public async Task Carry(string stream, HttpContext context)
    {
        var token = context.Request.Query["token"].ToString();
        if (!IsSocket(context) || token.Length is 0 or > LongestToken || !StreamId.TryParse(stream, out var id)
            || await node.Grains.GetGrain<IStreamGrain>(id.Value).Carry(token, node.Id, node.Address) is not { } permit)
        {
            await Problems.Answer(context, StatusCodes.Status401Unauthorized, "the token is not valid");
            return;
        }

        var channel = node.Open(id);
        var feed = channel.BeginFeed(permit.Run);
        if (feed.IsCancellationRequested)
        {
            await channel.EndFeed(permit.Run, isOver: true);
            await Problems.Answer(context, StatusCodes.Status409Conflict, "it is not wanted any more");
            return;
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(feed, node.Stopping, context.RequestAborted);
        instruments.Feeds(1, fromCamera: true);
        try
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync(id.IsLive ? new() : Patient);
            await Receive(socket, channel, permit, over.Token);
        }
        finally
        {
            instruments.Feeds(-1, fromCamera: true);
            await channel.EndFeed(permit.Run, isOver: true);
        }
    }

    /// <summary>Another node comes for its viewers, with the token that the grain gave it.</summary>
    public async Task Relay(string stream, HttpContext context)
    {
        var (run, token) = (context.Request.Query["run"].ToString(), context.Request.Query["token"].ToString());
        if (!IsSocket(context) || run.Length > LongestToken || token.Length is 0 or > LongestToken || !StreamId.TryParse(stream, out var id)
            || !await node.Grains.GetGrain<IStreamGrain>(id.Value).Admit(run, token))
        {
            await Problems.Answer(context, StatusCodes.Status401Unauthorized, "the token is not valid");
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await Serve(socket, id, null, new StreamViewer(null, id.IsLive ? null : 0, run), context);
    }

    /// <summary>Somebody watches a camera live.</summary>
    public Task WatchLive(string camera, HttpContext context) =>
        Watch(context, StreamId.Live(Inputs.Camera(camera)), null);

    /// <summary>Somebody plays what a camera recorded, from a moment on.</summary>
    public Task WatchRecorded(string camera, string? from, HttpContext context)
    {
        var start = Inputs.Time("from", from) ?? throw new InvalidInputException("from", "is missing");
        return Watch(context, StreamId.NewPlayback(Inputs.Camera(camera)), start);
    }

    private async Task Watch(HttpContext context, StreamId stream, DateTimeOffset? from)
    {
        if (!IsSocket(context))
        {
            context.Response.Headers.Upgrade = "websocket";
            await Problems.Answer(context, StatusCodes.Status426UpgradeRequired, "this address is a WebSocket's");
            return;
        }

        var viewer = new StreamViewer(context.ToCaller(), from is null ? null : FirstCredit);
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await using var timer = time.CreateTimer(_ => viewer.End(ViewerEnd.SignedOut), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        using var session = context.User.TryGetSession(out var grant) ? sessions.Open(SessionKey.Of(grant), () => viewer.End(ViewerEnd.SignedOut)) : null;
        if (session is null)
            timer.Change(TokenLife, Timeout.InfiniteTimeSpan);
        else
            await LetIn(stream, viewer, () => CheckSession(context, viewer));

        await Serve(socket, stream, from, viewer, context);
    }

    private async Task CheckSession(HttpContext context, StreamViewer viewer)
    {
        if (!await stamps.IsCurrent(context.User))
            viewer.End(ViewerEnd.SignedOut); // It ended between the request and its connection.
    }

    private async Task Serve(WebSocket socket, StreamId stream, DateTimeOffset? from, StreamViewer viewer, HttpContext context)
    {
        if (await node.Join(stream, from, viewer, context.RequestAborted) is not { } channel)
        {
            await ViewerSocket.Refuse(socket, viewer.Ending ?? ViewerEnd.TryAgain, time);
            return;
        }

        try
        {
            // The grain first: nobody is sent a picture whom it has not let in.
            if (viewer is { Caller: { } caller, Ending: null })
                await LetIn(stream, viewer, () => channel.Ask(caller));
            await new ViewerSocket(socket, channel, viewer, instruments, time).Run(context.RequestAborted);
        }
        finally
        {
            node.Leave(channel, viewer);
        }
    }

    /// <summary>Whatever cannot be said of a viewer now ends its connection, and it comes again.</summary>
    private async Task LetIn(StreamId stream, StreamViewer viewer, Func<Task> check)
    {
        try
        {
            await check();
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
            NotAsked(stream, e);
            viewer.End(ViewerEnd.TryAgain);
        }
    }

    private async Task Receive(WebSocket socket, StreamChannel channel, CarryPermit permit, CancellationToken over)
    {
        try
        {
            await new FeedReader(socket, channel, instruments, time).Run(permit.ClockSkew, Timeout.InfiniteTimeSpan, over);
        }
        catch (BrokenFeedException e)
        {
            Broken(channel.Id.Camera, e.Message);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // Nobody watches any more, the node stops, or the camera is gone.
        }
    }

    private static bool IsSocket(HttpContext context) => context.WebSockets.IsWebSocketRequest;

    [LoggerMessage(3603, LogLevel.Warning, "The camera {Camera} sent what is no stream: {Reason}")]
    private partial void Broken(DeviceId camera, string reason);

    [LoggerMessage(3604, LogLevel.Warning, "Stream {Stream} could not be asked for")]
    private partial void NotAsked(StreamId stream, Exception exception);
}
