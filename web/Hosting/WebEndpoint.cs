using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Mihari.Web.Hosting;

/// <summary>The web's own endpoint on Kestrel, beside those of the device gateway.</summary>
internal sealed class WebEndpoint(IOptions<WebOptions> web) : IConfigureOptions<KestrelServerOptions>
{
    private const int LargestBody = 64 * 1024;
    private ListenOptions? _listening;

    /// <summary>The port that it listens on.</summary>
    /// <exception cref="InvalidOperationException">Any free one is asked for, and the server has not started yet.</exception>
    public int Port => web.Value.Port != 0 ? web.Value.Port
        : _listening?.EndPoint is IPEndPoint { Port: not 0 } taken ? taken.Port
        : throw new InvalidOperationException("the server has not started yet");

    public void Configure(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = LargestBody; // Uploads raise it for themselves, to what their permit says.
        options.Listen(IPAddress.Parse(web.Value.Address), web.Value.Port, listen => _listening = listen);
    }
}
