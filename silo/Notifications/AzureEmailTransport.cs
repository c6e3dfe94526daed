using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.Extensions.Options;
using Mihari.Media;
using Mihari.Notifications;

namespace Mihari.Silo.Notifications;

/// <summary>
/// Mails by Azure Communication Services (REST, emails:send). The operation has an id that follows from the mail's: whoever sends the mail
/// again asks for the same operation. A mail has gone once its operation has succeeded.
/// </summary>
internal sealed class AzureEmailTransport : IMailCarrier
{
    // The first version that takes pictures within the HTML.
    private const string Version = "2025-09-01";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    private readonly IMediaStore _media;
    private readonly MailOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<AzureEmailTransport> _log;
    private readonly Lazy<HttpPipeline> _pipeline;

    public AzureEmailTransport(IMediaStore media, IOptions<MailOptions> options, TimeProvider time, ILogger<AzureEmailTransport> log)
    {
        (_media, _options, _time, _log) = (media, options.Value, time, log);
        _pipeline = new Lazy<HttpPipeline>(() => HttpPipelineBuilder.Build(new Requests(), new AzureEmailSignature(_options.Azure.AccessKey!, time)));
    }

    public async Task<Attempt> Hand(Mail mail, CancellationToken cancel)
    {
        if (MailAddresses.Parse(mail.To) is not { } to)
            return Attempt.Refused(Hindrance.Form, "this is no e-mail address");

        var (body, gone) = await AzureEmailMessage.Build(mail, MailAddresses.Parse(_options.From)!, to, _media, cancel);
        if (gone > 0)
            NotificationLog.PartsGone(_log, gone);
        if (body is null)
            return Attempt.TooLarge("the mail is larger than the service takes");

        try
        {
            var operation = Operation(mail);
            using var answer = await Send(RequestMethod.Post, Address("/emails:send"), operation, body, cancel);

            // 409: an attempt before this one has begun the operation already.
            return answer.Status is 202 or 200 or 409 ? await Follow(answer, operation, cancel) : End(answer);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested && e is RequestFailedException or HttpRequestException or IOException)
        {
            return Attempt.Delayed(Hindrance.Network, "the mail service cannot be reached");
        }
    }

    /// <summary>The operation of a mail: its id is one already, of 32 hex digits.</summary>
    internal static string Operation(Mail mail) => Guid.ParseExact(mail.Id, "N").ToString("D", CultureInfo.InvariantCulture);

    /// <summary>Asks until the operation has ended, as often as the service wants to be asked.</summary>
    private async Task<Attempt> Follow(Response begun, string operation, CancellationToken cancel)
    {
        var wait = RetryAfter(begun);
        while (true)
        {
            await Task.Delay(wait, _time, cancel);

            // Always at the configured resource: whatever address an answer names, it would get a signed request.
            using var answer = await Send(RequestMethod.Get, Address($"/emails/operations/{operation}"), operation: null, body: null, cancel);
            if (answer.Status != 200)
                return End(answer, isAsked: true);

            var (status, error) = Read(answer);
            switch (status)
            {
                case "Succeeded":
                    return Attempt.Sent;
                case "Failed" or "Canceled":
                    return Attempt.Refused(Hindrance.Answer, error ?? status);
                default:
                    wait = RetryAfter(answer);
                    break;
            }
        }
    }

    private async Task<Response> Send(RequestMethod method, Uri address, string? operation, byte[]? body, CancellationToken cancel)
    {
        var request = _pipeline.Value.CreateRequest();
        request.Method = method;
        request.Uri.Reset(address);
        request.Headers.SetValue("Accept", "application/json");
        if (operation is not null)
            request.Headers.SetValue("Operation-Id", operation);
        if (body is not null)
        {
            request.Headers.SetValue("Content-Type", "application/json");
            request.Content = RequestContent.Create(body);
        }

        return await _pipeline.Value.SendRequestAsync(request, cancel);
    }

    private Uri Address(string path) => new(_options.Azure.Endpoint!, $"{path}?api-version={Version}");

    /// <summary>An answer that is no success. Refused keys are about the configuration; an operation that cannot be asked for says nothing of the mail.</summary>
    private static Attempt End(Response answer, bool isAsked = false)
    {
        var words = string.Create(CultureInfo.InvariantCulture, $"{answer.Status} {Read(answer).Error ?? answer.ReasonPhrase}");
        return answer.Status switch
        {
            401 or 403 => Attempt.Delayed(Hindrance.SignIn, words),
            413 when !isAsked => Attempt.TooLarge(words),
            408 or 425 or 429 => Attempt.Delayed(Hindrance.Answer, words),
            >= 400 and < 500 when !isAsked => Attempt.Refused(Hindrance.Answer, words),
            _ => Attempt.Delayed(Hindrance.Answer, words),
        };
    }

    private static (string? Status, string? Error) Read(Response answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer.Content);
            var status = Text(json.RootElement, "status");
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("error", out var error)
                ? (status, Text(error, "message") ?? Text(error, "code"))
                : (status, null);
        }
        catch (JsonException)
        {
            return (null, null);
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static TimeSpan RetryAfter(Response answer) =>
        answer.Headers.TryGetValue("retry-after", out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Clamp(seconds, Pause.TotalSeconds, LongestPause.TotalSeconds))
            : Pause;

    /// <summary>Without repetitions: who sends the mail tries again itself, and knows when.</summary>
    private sealed class Requests : ClientOptions
    {
        public Requests()
        {
            Retry.MaxRetries = 0;
            Diagnostics.IsTelemetryEnabled = false;
            Diagnostics.IsLoggingEnabled = false;
        }
    }
}
