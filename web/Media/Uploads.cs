using System.Buffers.Text;
using System.Security.Cryptography;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Mihari.Identifiers;
using Mihari.Media;
using Mihari.Recordings;
using Mihari.Refusals;
using Mihari.Stills;
using Mihari.Web.Api;
using BadHttpRequestException = Microsoft.AspNetCore.Http.BadHttpRequestException;

namespace Mihari.Web.Media;

/// <summary>
/// Takes what devices upload (device protocol, "Every URL carries its own token"). 201 is answered when the bytes are durable
/// and indexed. The token is looked at before anything that would tell a stranger whether there is such a thing, and
/// before a turn is given. Who waits for one is not read from meanwhile, which costs less than to refuse what is on its way already, and to get it once more.
/// </summary>
internal sealed partial class Uploads(
    IGrainFactory grains, IMediaStore store, IOptions<MediaOptions> options, MediaInstruments instruments, TimeProvider time, ILogger<Uploads> log)
    : IDisposable
{
    private const int LongestToken = 256;
    private const int LongestId = 64;
    private readonly ConcurrencyLimiter _turns = new(new ConcurrencyLimiterOptions { PermitLimit = options.Value.MaxUploads, QueueLimit = options.Value.MaxWaiting });

    public async Task Put(string camera, string id, string part, HttpContext context)
    {
        var outcome = Find(camera, id, part) is { } upload ? await Receive(upload, context) : UploadOutcome.NoToken;
        instruments.Answered(part, outcome.Status, context.Request.ContentLength ?? 0);
        if (outcome != UploadOutcome.Stored && outcome != UploadOutcome.TooMany)
            NotStored(part, outcome.Status);

        await Answer(context, outcome);
    }

    public void Dispose() => _turns.Dispose();

    private static Task Answer(HttpContext context, UploadOutcome outcome)
    {
        if (outcome == UploadOutcome.TooMany)
            context.Response.Headers.RetryAfter = "2";

        if (outcome == UploadOutcome.Broken)
            context.Abort();
        else if (outcome == UploadOutcome.Stored)
            context.Response.StatusCode = outcome.Status;
        else
            return Problems.Answer(context, outcome.Status, outcome.Title, outcome.Detail);

        return Task.CompletedTask;
    }

    private IUpload? Find(string camera, string id, string part) =>
        id.Length > LongestId || !DeviceId.TryParse(camera, out var device) ? null
        : part switch
        {
            "video" => new ClipUpload(grains.GetGrain<IClipUploads>(device.Value), new ClipId(id), ClipPart.Video),
            "thumbnail" => new ClipUpload(grains.GetGrain<IClipUploads>(device.Value), new ClipId(id), ClipPart.Thumbnail),
            _ => new StillUpload(grains.GetGrain<IStillUploads>(device.Value), id),
        };

    private async Task<UploadOutcome> Receive(IUpload upload, HttpContext context)
    {
        var request = context.Request;
        var token = request.Query["token"].ToString();
        if (token.Length is 0 or > LongestToken)
            return UploadOutcome.NoToken;

        if (request.ContentLength is not { } length)
            return UploadOutcome.NoLength;

        var permit = await upload.Begin(token);
        switch (permit.Answer)
        {
            case UploadAnswer.AlreadyThere:
                return UploadOutcome.AlreadyThere;
            case UploadAnswer.Expired:
                return UploadOutcome.Expired;
            case UploadAnswer.Granted:
                break;
            default:
                return UploadOutcome.NoToken;
        }

        if (!Says(request.ContentType, upload.ContentType))
            return UploadOutcome.OtherType(upload.ContentType);

        if (length > permit.MaxBytes)
            return UploadOutcome.TooLarge(permit.MaxBytes);

        if (length == 0)
            return UploadOutcome.Empty;

        if (Sha256Of(request.Headers["Digest"].ToString()) is not { } sha256)
            return UploadOutcome.NoDigest;

        return await Take(upload, token, permit.Key!, new MediaPromise(length, sha256, upload.ContentType), context);
    }

    /// <summary>All but the bytes is right.</summary>
    private async Task<UploadOutcome> Take(IUpload upload, string token, string key, MediaPromise promise, HttpContext context)
    {
        using var turn = await Turn(context.RequestAborted);
        if (turn is null)
            return context.RequestAborted.IsCancellationRequested ? UploadOutcome.Broken : UploadOutcome.TooMany;

        instruments.Running(1);
        try
        {
            return await Store(key, promise, context) switch
            {
                MediaWriteOutcome.Stored => await Index(upload, token, promise),
                MediaWriteOutcome.AlreadyThere => await IndexWhatIsThere(upload, token, key, context.RequestAborted),
                MediaWriteOutcome.NotAsPromised => UploadOutcome.OtherBytes,
                MediaWriteOutcome.NoSpace => UploadOutcome.NoSpace,
                _ => UploadOutcome.Broken,
            };
        }
        catch (NotWhatItSaysException)
        {
            return UploadOutcome.NotA(upload.ContentType);
        }
        finally
        {
            instruments.Running(-1);
        }
    }

    /// <summary>Null: too many wait, or it took too long, or the device is gone.</summary>
    private async Task<RateLimitLease?> Turn(CancellationToken gone)
    {
        if (_turns.AttemptAcquire() is { IsAcquired: true } at)
            return at;

        using var late = new CancellationTokenSource(options.Value.LongestWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, gone);
        instruments.Waiting(1);
        try
        {
            return await _turns.AcquireAsync(1, either.Token) is { IsAcquired: true } later ? later : null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        finally
        {
            instruments.Waiting(-1);
        }
    }

    /// <summary>Parameters such as <c>codecs</c> may follow. The protocol doesn't ask for the header: a device that leaves it out is taken at its bytes.</summary>
    private static bool Says(string? contentType, string expected) =>
        string.IsNullOrEmpty(contentType)
        || (MediaTypeHeaderValue.TryParse(contentType, out var said) && said.MediaType.Equals(expected, StringComparison.OrdinalIgnoreCase));

    /// <summary>Null where the bytes stopped coming.</summary>
    private async Task<MediaWriteOutcome?> Store(string key, MediaPromise promise, HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = promise.Length;

        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = new MinDataRate(options.Value.MinBytesPerSecond, options.Value.UploadGrace);

        using var timeout = new CancellationTokenSource(options.Value.UploadTimeout, time);
        using var given = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, context.RequestAborted);
        IMediaCheck check = promise.ContentType == "video/mp4" ? new Mp4Check(promise.Length) : new JpegCheck();
        await using var body = new CheckedStream(context.Request.Body, promise.Length, promise.ContentType, check);
        try
        {
            return await store.Write(key, promise, body, given.Token);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return MediaWriteOutcome.NotAsPromised;
        }
        catch (Exception e) when (e is BadHttpRequestException or OperationCanceledException or Microsoft.AspNetCore.Connections.ConnectionAbortedException or Microsoft.AspNetCore.Connections.ConnectionResetException)
        {
            return null;
        }
    }

    private static async Task<UploadOutcome> Index(IUpload upload, string token, MediaPromise stored)
    {
        try
        {
            // Not to be called off any more: the bytes are durable, and so shall be what is known of them.
            await upload.Complete(token, stored);
            return UploadOutcome.Stored;
        }
        catch (RefusalException)
        {
            return UploadOutcome.Expired; // It ran out while the bytes were coming.
        }
    }

    /// <summary>The bytes came before, but the node died before they were indexed: what is there is indexed now.</summary>
    private async Task<UploadOutcome> IndexWhatIsThere(IUpload upload, string token, string key, CancellationToken cancel)
    {
        if (await store.Find(key, cancel) is not { } there)
            return UploadOutcome.NotKnown;

        var outcome = await Index(upload, token, new MediaPromise(there.Length, there.Sha256, there.ContentType));
        return outcome == UploadOutcome.Stored ? UploadOutcome.AlreadyThere : outcome;
    }

    /// <summary>The hash of <c>Digest: sha-256=…</c> (RFC 3230) in lower-case hex, or null where it is none.</summary>
    internal static string? Sha256Of(string header)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        foreach (var one in header.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!one.StartsWith("sha-256=", StringComparison.OrdinalIgnoreCase))
                continue;

            var value = one["sha-256=".Length..];
            return value.Length == Base64.GetMaxEncodedToUtf8Length(hash.Length) && Convert.TryFromBase64String(value, hash, out var written) && written == hash.Length
                ? Convert.ToHexStringLower(hash)
                : null;
        }

        return null;
    }

    [LoggerMessage(3301, LogLevel.Information, "An upload of a {Part} was not stored: {Status}")]
    private partial void NotStored(string part, int status);
}
