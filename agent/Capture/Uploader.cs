using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Mihari.Agent.Link;

namespace Mihari.Agent.Capture;

/// <summary>How an upload ended.</summary>
/// <param name="Stored">Whether the server has it: 201, or 409 where it had it already.</param>
/// <param name="Problem">For people; null when stored.</param>
internal readonly record struct UploadOutcome(bool Stored, string? Problem);

/// <summary>
/// PUTs clips and pictures. Broken connections, 5xx, 408 and 429 are tried again with full-jitter back-off until the
/// command expires; any other refusal is final. Addresses carry tokens and are never logged.
/// </summary>
internal sealed partial class Uploader(HttpClient http, TimeProvider time, ILogger logger)
{
    /// <summary>The longest that one try may take.</summary>
    public static readonly TimeSpan TryTimeout = TimeSpan.FromMinutes(2);

    /// <summary>Whether the text is an address to which a device uploads.</summary>
    public static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    public async Task<UploadOutcome> Put(
        string device, string url, string mediaType, ReadOnlyMemory<byte> body, DateTimeOffset expires, CancellationToken cancellation)
    {
        var digest = "sha-256=" + Convert.ToBase64String(SHA256.HashData(body.Span));
        var backoff = new Backoff(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(15));
        string problem;
        while (true)
        {
            var left = expires - time.GetUtcNow();
            if (left <= TimeSpan.Zero)
                return new UploadOutcome(false, "the command expired before the upload could begin");

            (var final, problem) = await Try(url, mediaType, body, digest, left < TryTimeout ? left : TryTimeout, cancellation);
            if (final)
                return new UploadOutcome(problem.Length == 0, problem.Length == 0 ? null : problem);

            var pause = backoff.Next();
            if (time.GetUtcNow() + pause >= expires)
                return new UploadOutcome(false, problem);

            UploadAgain(logger, device, problem, pause.TotalSeconds);
            await Task.Delay(pause, time, cancellation);
        }
    }

    private async Task<(bool Final, string Problem)> Try(
        string url, string mediaType, ReadOnlyMemory<byte> body, string digest, TimeSpan limit, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Put, url) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        request.Content.Headers.ContentLength = body.Length;
        request.Headers.TryAddWithoutValidation("Digest", digest);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var status = (int)response.StatusCode;
            if (response.StatusCode is HttpStatusCode.Conflict || response.IsSuccessStatusCode)
                return (true, "");

            var again = status >= 500 || response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;
            return (!again, $"the server answered {status}");
        }
        catch (HttpRequestException e)
        {
            return (false, $"the connection failed: {e.HttpRequestError}");
        }
        catch (Exception e) when (e is IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return (false, "the connection broke off");
        }
    }

    [LoggerMessage(4401, LogLevel.Information, "{Device}: an upload failed ({Problem}); next try in {Seconds:0.0} s")]
    private static partial void UploadAgain(ILogger logger, string device, string problem, double seconds);
}
