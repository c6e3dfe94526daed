using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Options;
using Mihari.Identifiers;
using Mihari.Media;
using Mihari.Recordings;
using Mihari.Refusals;
using BadHttpRequestException = Microsoft.AspNetCore.Http.BadHttpRequestException;

namespace Mihari.Web.Media;

/// <summary>
/// Takes what devices upload (device protocol, "Every URL carries its own token"). 201 is answered when the bytes are durable
/// and indexed. The token is looked at before anything that would tell a stranger whether there is such a clip.
/// </summary>
internal sealed partial class Uploads(
    IGrainFactory grains, IMediaStore store, IOptions<MediaOptions> options, MediaInstruments instruments, TimeProvider time, ILogger<Uploads> log)
    : IDisposable
{
    private const int LongestToken = 256;
    private readonly SemaphoreSlim _slots = new(options.Value.MaxUploads);

    public async Task Put(string camera, string clip, string part, HttpContext context)
    {
        var which = part == "video" ? ClipPart.Video : ClipPart.Thumbnail;
        if (!await _slots.WaitAsync(TimeSpan.Zero, CancellationToken.None))
        {
            context.Response.Headers.RetryAfter = "2";
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            instruments.Answered(which, context.Response.StatusCode, 0);
            return;
        }

        instruments.Started();
        try
        {
            var status = await Receive(camera, new ClipId(clip), which, context);
            if (status == 0)
                context.Abort();
            else
                context.Response.StatusCode = status;

            instruments.Answered(which, status, context.Request.ContentLength ?? 0);
            if (status >= 400 || status == 0)
                NotStored(which, status);
        }
        finally
        {
            instruments.Ended();
            _slots.Release();
        }
    }

    public void Dispose() => _slots.Dispose();

    /// <summary>The status to answer, or 0 where the connection is to be closed so that the device comes again.</summary>
    private async Task<int> Receive(string camera, ClipId clip, ClipPart part, HttpContext context)
    {
        var request = context.Request;
        var token = request.Query["token"].ToString();
        if (token.Length is 0 or > LongestToken || clip.Value.Length > 64 || !DeviceId.TryParse(camera, out var device))
            return StatusCodes.Status401Unauthorized;

        if (request.ContentLength is not { } length)
            return StatusCodes.Status411LengthRequired;

        var grain = grains.GetGrain<IClipUploads>(device.Value);
        var permit = await grain.BeginUpload(clip, part, token);
        switch (permit.Answer)
        {
            case UploadAnswer.AlreadyThere:
                return StatusCodes.Status409Conflict;
            case UploadAnswer.Expired:
                return StatusCodes.Status403Forbidden;
            case UploadAnswer.Granted:
                break;
            default:
                return StatusCodes.Status401Unauthorized;
        }

        if (length > permit.MaxBytes)
            return StatusCodes.Status413PayloadTooLarge;

        if (Sha256Of(request.Headers["Digest"].ToString()) is not { } sha256 || length == 0)
            return StatusCodes.Status422UnprocessableEntity;

        var promise = new MediaPromise(length, sha256, part == ClipPart.Video ? "video/mp4" : "image/jpeg");
        return await Store(permit.Key!, promise, context) switch
        {
            MediaWriteOutcome.Stored => await Index(grain, clip, part, token, promise),
            MediaWriteOutcome.AlreadyThere => await IndexWhatIsThere(grain, clip, part, token, permit.Key!, context.RequestAborted),
            MediaWriteOutcome.NotAsPromised => StatusCodes.Status422UnprocessableEntity,
            MediaWriteOutcome.NoSpace => StatusCodes.Status507InsufficientStorage,
            _ => 0,
        };
    }

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
        catch (NotWhatItSaysException)
        {
            return MediaWriteOutcome.NotAsPromised;
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

    private static async Task<int> Index(IClipUploads grain, ClipId clip, ClipPart part, string token, MediaPromise stored)
    {
        try
        {
            // Not to be called off any more: the bytes are durable, and so shall be what is known of them.
            await grain.CompleteUpload(clip, part, token, stored.Length, stored.Sha256);
            return StatusCodes.Status201Created;
        }
        catch (RefusalException)
        {
            return StatusCodes.Status403Forbidden; // It ran out while the bytes were coming.
        }
    }

    /// <summary>The bytes came before, but the node died before they were indexed: what is there is indexed now.</summary>
    private async Task<int> IndexWhatIsThere(IClipUploads grain, ClipId clip, ClipPart part, string token, string key, CancellationToken cancel)
    {
        if (await store.Find(key, cancel) is not { } there)
            return StatusCodes.Status503ServiceUnavailable;

        var status = await Index(grain, clip, part, token, new MediaPromise(there.Length, there.Sha256, there.ContentType));
        return status == StatusCodes.Status201Created ? StatusCodes.Status409Conflict : status;
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
    private partial void NotStored(ClipPart part, int status);
}
