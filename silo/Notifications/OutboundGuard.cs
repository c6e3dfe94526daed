using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Mihari.Silo.Notifications;

/// <summary>An address that may not be called; the message names the rule, and nothing of what a name led to.</summary>
internal sealed class OutboundRefusedException(string rule) : Exception(rule);

/// <summary>
/// Calls addresses that somebody outside has named: https only, and only to public addresses, checked on the address that is connected to, so that a name
/// cannot lead inside. No proxy, no cookies, no redirections, nothing of a trace.
/// </summary>
internal sealed class OutboundGuard : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);
    private const int HeaderKibibytes = 16;

    private readonly HashSet<string> _allowed;
    private readonly HttpMessageInvoker _http;

    public OutboundGuard(IOptions<OutboundOptions> options)
        : this(options, Dns.GetHostAddressesAsync)
    {
    }

    internal OutboundGuard(IOptions<OutboundOptions> options, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        _allowed = options.Value.AllowedHosts.Select(OutboundOptions.Normal).OfType<string>().ToHashSet(StringComparer.Ordinal);
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
            MaxResponseHeadersLength = HeaderKibibytes,
            // A name is looked up again from time to time.
            PooledConnectionLifetime = Lifetime,
            ConnectCallback = async (context, cancel) => await Connect(context.DnsEndPoint, resolve, cancel),
        });
    }

    /// <summary>Sends a request; the caller disposes of the response. Its body is not read yet.</summary>
    /// <exception cref="OutboundRefusedException">The address may not be called.</exception>
    /// <exception cref="HttpRequestException">No connection came about, or it broke.</exception>
    public async Task<HttpResponseMessage> Send(HttpRequestMessage request, CancellationToken cancel)
    {
        if (Rule(request.RequestUri!) is { } rule)
            throw new OutboundRefusedException(rule);

        try
        {
            return await _http.SendAsync(request, cancel);
        }
        catch (HttpRequestException e) when (e.InnerException is OutboundRefusedException refused)
        {
            throw new OutboundRefusedException(refused.Message);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>What an address breaks as it is written; null where nothing. Where a name leads is not looked at.</summary>
    public string? Refuses(Uri uri) => Rule(uri) ?? (
        IPAddress.TryParse(uri.IdnHost, out var literal) && PublicAddresses.Kind(literal) is { } kind && !_allowed.Contains(OutboundOptions.Of(uri))
            ? $"the address leads inside: {kind} addresses are not called"
            : null);

    private string? Rule(Uri uri) => uri switch
    {
        { IsAbsoluteUri: false } => "the address is not an https address",
        { UserInfo.Length: > 0 } => "the address has a user name in it",
        { Scheme: "https" } => null,
        { Scheme: "http" } when _allowed.Contains(OutboundOptions.Of(uri)) => null,
        _ => "the address is not an https address",
    };

    private async Task<Stream> Connect(DnsEndPoint to, Func<string, CancellationToken, Task<IPAddress[]>> resolve, CancellationToken cancel)
    {
        // The resolver refuses some addresses, such as 0.0.0.0, with an error of its own.
        var addresses = IPAddress.TryParse(to.Host, out var literal) ? [literal] : await resolve(to.Host, cancel);
        var inside = _allowed.Contains(OutboundOptions.Normal($"{Bracketed(to.Host)}:{to.Port}") ?? "");
        var usable = inside ? addresses : addresses.Where(address => PublicAddresses.Kind(address) is null).ToArray();
        if (usable.Length == 0 && addresses.Length > 0)
            throw new OutboundRefusedException($"the address leads inside: {PublicAddresses.Kind(addresses[0])} addresses are not called");

        Exception? failure = null;
        foreach (var address in usable)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, to.Port), cancel);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (Exception e)
            {
                socket.Dispose();
                if (e is not SocketException)
                    throw;
                failure = e;
            }
        }

        throw failure ?? new SocketException((int)SocketError.HostNotFound);
    }

    private static string Bracketed(string host) => host.Contains(':', StringComparison.Ordinal) && host[0] != '[' ? $"[{host}]" : host;
}
