using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using Mihari.Notifications;
using MimeKit;

namespace Mihari.Silo.Notifications;

/// <summary>Mails by a mail server (RFC 5321). Whether a mail of which the server never said that it took it has arrived is unknown: it is tried again.</summary>
internal sealed class SmtpTransport : IMailCarrier, IDisposable
{
    private readonly MimeMail _mime;
    private readonly MailOptions _options;
    private readonly SmtpConnections _connections;

    /// <summary>A transport of its own pool of connections.</summary>
    /// <param name="mime">Makes the mails.</param>
    /// <param name="options">Server and sender.</param>
    /// <param name="time">For the idle time of connections.</param>
    /// <param name="trust">See <see cref="SmtpConnections"/>.</param>
    public SmtpTransport(MimeMail mime, IOptions<MailOptions> options, TimeProvider time, RemoteCertificateValidationCallback? trust)
    {
        (_mime, _options) = (mime, options.Value);
        _connections = new SmtpConnections(_options, time, trust);
    }

    public async Task<Attempt> Hand(Mail mail, CancellationToken cancel)
    {
        if (MailAddresses.Parse(mail.To) is not { } to)
            return Attempt.Refused(Hindrance.Form, "this is no e-mail address");

        var from = MailAddresses.Parse(_options.From)!;
        from.Name = _options.FromName;
        try
        {
            var client = await _connections.Take(cancel);
            var kept = false;
            try
            {
                if (!Ascii.IsValid(LocalPart(to)) && !client.Capabilities.HasFlag(SmtpCapabilities.UTF8))
                    return Attempt.Refused(Hindrance.Form, "the mail server takes no letters beyond ASCII in front of the @");

                // Only now: nothing of the media store is held open while the server is slow to answer.
                using var message = await _mime.Build(mail, from, to, cancel);
                if (client.MaxSize is > 0 and var most && await MimeMail.Measure(message, cancel) > most)
                {
                    // Nothing was said of it yet: the connection is as good as before.
                    _connections.GiveBack(client);
                    kept = true;
                    return Attempt.TooLarge("the mail is larger than the mail server takes");
                }

                await client.SendAsync(FormatOptions.Default, message, from, [to], cancel);
                _connections.GiveBack(client);
                kept = true;
                return Attempt.Sent;
            }
            finally
            {
                if (!kept)
                    client.Dispose();
            }
        }
        catch (Exception e) when (!cancel.IsCancellationRequested && Outcome(e) is { } outcome)
        {
            return outcome;
        }
    }

    public void Dispose() => _connections.Dispose();

    /// <summary>What an exception of the conversation means; null where it is none of those.</summary>
    private Attempt? Outcome(Exception exception) => exception switch
    {
        SmtpCommandException said when IsTooLarge(said) => Attempt.TooLarge(Said(said)),
        SmtpCommandException { ErrorCode: not SmtpErrorCode.UnexpectedStatusCode } said when IsFinal(said.StatusCode) => Attempt.Refused(Hindrance.Answer, Said(said)),
        SmtpCommandException said => Attempt.Delayed(Hindrance.Answer, Said(said)),
        ServiceNotAuthenticatedException => Attempt.Delayed(Hindrance.SignIn, "the mail server wants the sender to sign in"),
        AuthenticationException => Attempt.Delayed(Hindrance.SignIn, "the mail server refused the sign-in"),
        SslHandshakeException => Attempt.Delayed(Hindrance.Tls, "TLS with the mail server failed: its certificate or protocol is not accepted"),
        NotSupportedException => Unsupported(),
        SmtpProtocolException => Attempt.Delayed(Hindrance.Network, "the mail server closed the connection or answered nonsense"),
        TimeoutException => Attempt.Delayed(Hindrance.Time, "the mail server does not answer"),
        SocketException => Attempt.Delayed(Hindrance.Network, "the mail server cannot be reached"),
        IOException => Attempt.Delayed(Hindrance.Network, "the connection to the mail server broke"),
        ServiceNotConnectedException => Attempt.Delayed(Hindrance.Network, "the connection to the mail server broke"),
        _ => null,
    };

    /// <summary>5xx of this mail. Being asked to sign in (530, 535, 538, 534) is about the configuration.</summary>
    private static bool IsFinal(SmtpStatusCode status) => (int)status is >= 500 and < 600 and not (530 or 534 or 535 or 538);

    /// <summary>
    /// As RFC 1870 (552), RFC 3463 (5.3.4: for the server, 5.2.3: for the mailbox) and some servers (523) say it. 552 may mean a full mailbox too, which
    /// the same mail without its attachments finds out.
    /// </summary>
    private static bool IsTooLarge(SmtpCommandException said) => (int)said.StatusCode is 552 or 523
        || ((int)said.StatusCode is >= 500 and < 600 && (said.Message.StartsWith("5.3.4", StringComparison.Ordinal) || said.Message.StartsWith("5.2.3", StringComparison.Ordinal)));

    private static string Said(SmtpCommandException said) => $"{(int)said.StatusCode} {said.Message}";

    private static string LocalPart(MailboxAddress address) => address.Address[..address.Address.LastIndexOf('@')];

    /// <summary>The server lacks what the configuration asks for.</summary>
    private Attempt Unsupported() => _options.Smtp.Security == SmtpSecurity.StartTls
        ? Attempt.Delayed(Hindrance.Tls, "the mail server offers no STARTTLS, or no way to sign in")
        : Attempt.Delayed(Hindrance.SignIn, "the mail server offers no way to sign in");
}
