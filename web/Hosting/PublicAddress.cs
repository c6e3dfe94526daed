using Microsoft.Extensions.Options;
using Mihari.Media;

namespace Mihari.Web.Hosting;

/// <summary>
/// The address under which devices reach this server: <see cref="WebOptions.PublicUrl"/>, or what the server listens on. Where
/// that is any free port, it is known once the server has started, which is before a device can have connected.
/// </summary>
internal sealed class PublicAddress(IOptions<WebOptions> web, WebEndpoint endpoint) : IUploadAddress
{
    public Uri Base => web.Value.PublicUrl ?? new UriBuilder(Uri.UriSchemeHttp, web.Value.Address, endpoint.Port).Uri;
}
