using System.Globalization;
using System.Net;
using Mihari.Notifications;

namespace Mihari.Silo.Notifications;

/// <summary>
/// Calls customers' own systems. Whatever they answer but 2xx and 410 is tried again, a 404 or a redirection too: a system that is being
/// renewed answers so, and loses nothing by it.
/// </summary>
internal sealed class WebhookTransport(OutboundGuard guard, Attempts attempts, TimeProvider time) : IWebhookTransport
{
    /// <summary>How long a call may take, connection and answer included.</summary>
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private static readonly string Agent = $"Mihari/{typeof(WebhookTransport).Assembly.GetName().Version!.ToString(3)}";

    public string? Refuses(Uri url) => guard.Refuses(url);

    public Task<Delivery> Send(WebhookCall call, CancellationToken cancel) => attempts.Run(Channel.Webhook, Limit, stop => Post(call, stop), cancel);

    private async Task<Attempt> Post(WebhookCall call, CancellationToken cancel)
    {
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, call.Url) { Content = new ReadOnlyMemoryContent(call.Body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.UserAgent.ParseAdd(Agent);
        request.Headers.Add("Mihari-Message", call.Id);
        request.Headers.Add("Mihari-Timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("Mihari-Signature", WebhookSignature.Of(call.Secrets, call.Id, timestamp, call.Body.Span));
        try
        {
            using var response = await guard.Send(request, cancel);
            return response switch
            {
                { IsSuccessStatusCode: true } => Attempt.Sent,
                { StatusCode: HttpStatusCode.Gone } => Attempt.Gone(await HttpEnds.Words(response, cancel)),
                _ => Attempt.Delayed(Hindrance.Answer, await HttpEnds.Words(response, cancel)),
            };
        }
        catch (Exception e) when (!cancel.IsCancellationRequested && HttpEnds.Of(e) is { } end)
        {
            return end;
        }
    }
}
