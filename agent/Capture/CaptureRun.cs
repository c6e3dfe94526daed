using System.Text.Json;
using Mihari.Agent.Media;
using Mihari.Agent.Recording;
using Mihari.Agent.Replies;
using Mihari.Agent.Stills;
using Mihari.Protocol;

namespace Mihari.Agent.Capture;

/// <summary>Does <c>capture</c>: the thumbnail at once, the clip when its end is recorded.</summary>
internal sealed class CaptureRun(string device, RecordingRing ring, StillMaker stills, Uploader uploader, TimeProvider time)
{
    /// <summary>The longest clip.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>How far ahead an end may lie.</summary>
    public static readonly TimeSpan FarthestAhead = TimeSpan.FromMinutes(10);

    /// <summary>
    /// A fragment is complete a second after its first picture, so the end of a span is on the card a good second
    /// late. When it is later than this, the pictures have stopped, and the clip is what there is.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>Where a command names no trigger: its lead time as the server's rules have it.</summary>
    private static readonly TimeSpan Lead = TimeSpan.FromSeconds(5);

    public async Task<JsonElement?> Do(Command command, CancellationToken cancellation)
    {
        var args = CommandDesk.Arguments(command, WireJson.Default.CaptureArgs);
        if (args.To <= args.From || args.To - args.From > Longest || args.To - time.GetUtcNow() > FarthestAhead)
            throw new CommandFailedException(ErrorCodes.BadArguments, "the span is empty, too long or too far ahead");
        if (!Uploader.IsAddress(args.UploadUrl) || !Uploader.IsAddress(args.ThumbnailUrl))
            throw new CommandFailedException(ErrorCodes.BadArguments, "uploads go to http or https addresses");

        var thumbnail = PutThumbnail(args, command.Expires, cancellation);
        try
        {
            var clip = await Cut(args, cancellation);
            var outcome = await uploader.Put(device, args.UploadUrl, "video/mp4", clip.Bytes, command.Expires, cancellation);
            var picture = await thumbnail;
            if ((outcome.Problem ?? picture.Problem) is { } problem)
                throw new CommandFailedException(ErrorCodes.UploadFailed, problem);

            return Wire.Element(
                new CaptureResult { From = clip.From, To = clip.To, GapMs = (int)clip.Missing.TotalMilliseconds },
                WireJson.Default.CaptureResult);
        }
        finally
        {
            await ((Task)thumbnail).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<UploadOutcome> PutThumbnail(CaptureArgs args, DateTimeOffset expires, CancellationToken cancellation)
    {
        var moment = args.Trigger ?? args.From + Lead;
        if (moment > args.To)
            moment = args.To;
        return await stills.At(moment, cancellation) is { } jpeg
            ? await uploader.Put(device, args.ThumbnailUrl, "image/jpeg", jpeg, expires, cancellation)
            : new UploadOutcome(true, null);
    }

    private async Task<Clip> Cut(CaptureArgs args, CancellationToken cancellation)
    {
        var end = args.To + Patience - time.GetUtcNow();
        if (end > TimeSpan.Zero)
        {
            using var limit = new CancellationTokenSource(end, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
            try
            {
                await ring.Reached(args.To, either.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                // The pictures have stopped: what is there is taken.
            }
        }

        if (Clip.Join(ring.Read(args.From, args.To), args.From, args.To) is { } clip)
            return clip;

        var state = ring.Report().State;
        throw state is WireSdState.Ok
            ? new CommandFailedException(ErrorCodes.NotRecorded, "nothing of that span is on the card")
            : new CommandFailedException(ErrorCodes.SdUnavailable, $"the card is {state}");
    }
}
