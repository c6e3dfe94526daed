using System.Collections.Concurrent;
using System.Threading.Channels;
using Mihari.Notifications;
using Channel = System.Threading.Channels.Channel;

namespace Mihari.Tests.Grains.Cluster;

/// <summary>Stands where mail server, push services and customers' systems stand: takes messages, refuses them or is away, as a test says of an address.</summary>
public sealed class Mailbox : IMailTransport, IPushTransport, IWebhookTransport
{
    private readonly ConcurrentDictionary<string, Channel<Mail>> _mails = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, Delivery> _answers = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, bool> _narrow = new(StringComparer.OrdinalIgnoreCase);

    public TimeSpan Longest => TimeSpan.FromMinutes(1);

    public Task<Delivery> Send(Mail mail, CancellationToken cancel)
    {
        Of(mail.To).Writer.TryWrite(mail);
        return Task.FromResult(_narrow.ContainsKey(mail.To) && mail.Parts.Any(part => part.ContentType == "video/mp4")
            ? new Delivery(DeliveryOutcome.TooLarge, "552 5.3.4 too large for us")
            : _answers.GetValueOrDefault(mail.To) ?? new Delivery(DeliveryOutcome.Sent));
    }

    private readonly ConcurrentDictionary<string, Channel<PushMessage>> _pushes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Channel<WebhookCall>> _calls = new(StringComparer.Ordinal);

    public Task<Delivery> Send(PushMessage message, CancellationToken cancel)
    {
        Of(_pushes, message.To.Endpoint).Writer.TryWrite(message);
        return Task.FromResult(_answers.GetValueOrDefault(message.To.Endpoint) ?? new Delivery(DeliveryOutcome.Sent));
    }

    public string? Refuses(Uri url) => url.Scheme == Uri.UriSchemeHttps ? null : "the address is not an https address";

    public Task<Delivery> Send(WebhookCall call, CancellationToken cancel)
    {
        Of(_calls, call.Url.AbsoluteUri).Writer.TryWrite(call);
        return Task.FromResult(_answers.GetValueOrDefault(call.Url.AbsoluteUri) ?? new Delivery(DeliveryOutcome.Sent));
    }

    /// <summary>The next message to a browser.</summary>
    public async Task<PushMessage> NextPush(string endpoint) => await Of(_pushes, endpoint).Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));

    /// <summary>Whether a message to a browser came that no test has taken.</summary>
    public bool HasMorePushes(string endpoint) => Of(_pushes, endpoint).Reader.Count > 0;

    /// <summary>The next call of a system.</summary>
    public async Task<WebhookCall> NextCall(string url) => await Of(_calls, url).Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));

    /// <summary>What becomes of mails to the address from now on.</summary>
    public void Answers(string address, Delivery delivery) => _answers[address] = delivery;

    /// <summary>Mails to the address are too large from now on where a video comes with them.</summary>
    public void TakesNoVideos(string address) => _narrow[address] = true;

    /// <summary>The next mail to an address, whatever becomes of it.</summary>
    public async Task<Mail> Next(string address) => await Of(address).Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));

    /// <summary>Whether a mail came that no test has taken.</summary>
    public bool HasMore(string address) => Of(address).Reader.Count > 0;

    private Channel<Mail> Of(string address) => Of(_mails, address);

    private static Channel<T> Of<T>(ConcurrentDictionary<string, Channel<T>> all, string key) => all.GetOrAdd(key, _ => Channel.CreateUnbounded<T>());
}
