using System.Net.Security;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Mihari.Silo.Notifications;

/// <summary>
/// Connections to the mail server. One over which a mail went is kept for the next, for half a minute; whatever else happened on it, it is closed.
/// </summary>
internal sealed class SmtpConnections : IDisposable
{
    /// <summary>How long a connection is kept with nothing to do; servers close theirs after some minutes.</summary>
    internal static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);

    private readonly MailOptions _options;
    private readonly TimeProvider _time;
    private readonly RemoteCertificateValidationCallback? _trust;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private readonly Stack<(SmtpClient Client, long Since)> _kept = [];
    private bool _isDisposed;

    /// <param name="options">Server and sign-in.</param>
    /// <param name="time">For the idle time.</param>
    /// <param name="trust">Tests trust a certificate of their own; null: what the machine trusts.</param>
    public SmtpConnections(MailOptions options, TimeProvider time, RemoteCertificateValidationCallback? trust)
    {
        (_options, _time, _trust) = (options, time, trust);
        _timer = time.CreateTimer(_ => CloseIdle(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A connection that answers, signed in. Whoever takes it gives it back or disposes of it.</summary>
    public async Task<SmtpClient> Take(CancellationToken cancel)
    {
        while (Kept() is { } kept)
        {
            if (await Answers(kept, cancel))
                return kept;
            kept.Dispose();
        }

        // As with https, a certificate's revocation is not asked for: many a server may reach its mail server and nothing else.
        var client = new SmtpClient
        {
            LocalDomain = MailAddresses.Domain(MailAddresses.Parse(_options.From)!),
            ServerCertificateValidationCallback = _trust,
            CheckCertificateRevocation = false,
        };
        try
        {
            await client.ConnectAsync(_options.Smtp.Host!, _options.Smtp.Port, Security(_options.Smtp.Security), cancel);
            if (!string.IsNullOrEmpty(_options.Smtp.UserName))
                await client.AuthenticateAsync(_options.Smtp.UserName, _options.Smtp.Password ?? "", cancel);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Keeps a connection over which a mail has gone.</summary>
    public void GiveBack(SmtpClient client)
    {
        lock (_gate)
        {
            if (!_isDisposed && client.IsConnected)
            {
                _kept.Push((client, _time.GetTimestamp()));
                if (_kept.Count == 1)
                    _timer.Change(Idle, Timeout.InfiniteTimeSpan);
                return;
            }
        }

        client.Dispose();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _timer.Dispose();
            while (_kept.TryPop(out var kept))
                kept.Client.Dispose();
        }
    }

    private static SecureSocketOptions Security(SmtpSecurity security) => security switch
    {
        SmtpSecurity.StartTls => SecureSocketOptions.StartTls,
        SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.None,
    };

    /// <summary>A server may have closed it meanwhile; found out in the middle of a mail, nobody knew whether that has arrived.</summary>
    private static async Task<bool> Answers(SmtpClient client, CancellationToken cancel)
    {
        try
        {
            await client.NoOpAsync(cancel);
            return true;
        }
        catch (Exception) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private SmtpClient? Kept()
    {
        lock (_gate)
            return _kept.TryPop(out var kept) ? kept.Client : null;
    }

    private void CloseIdle()
    {
        lock (_gate)
        {
            if (_isDisposed)
                return;

            var young = _kept.Reverse().Where(kept => _time.GetElapsedTime(kept.Since) < Idle).ToList();
            foreach (var (client, _) in _kept.Where(kept => !young.Contains(kept)))
                client.Dispose();
            _kept.Clear();
            young.ForEach(_kept.Push);
            if (young.Count > 0)
                _timer.Change(Idle - _time.GetElapsedTime(young[0].Since), Timeout.InfiniteTimeSpan);
        }
    }
}
