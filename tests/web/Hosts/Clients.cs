using System.Net;
using System.Net.Http.Json;

namespace Mihari.Tests.Web.Hosts;

internal static class Clients
{
    public static HttpClient Make(Uri address, CookieContainer? cookies = null) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        CookieContainer = cookies ?? new CookieContainer(),
    })
    {
        BaseAddress = address,
        Timeout = TimeSpan.FromSeconds(30),
    };

    public static Task<HttpResponseMessage> SignIn(this HttpClient client, string email, string password) =>
        client.PostAsJsonAsync("/api/v1/session", new { email, password });
}
