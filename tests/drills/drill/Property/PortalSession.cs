using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Mihari.Tests.Drills.Property;

/// <summary>A program's session with the REST API, over any of the web nodes: they share the cookie.</summary>
internal sealed class PortalSession : IDisposable
{
    private readonly SocketsHttpHandler _handler = new() { CookieContainer = new CookieContainer(), MaxConnectionsPerServer = 64 };
    private readonly HttpClient _http;

    public PortalSession() => _http = new HttpClient(_handler, disposeHandler: false) { Timeout = TimeSpan.FromSeconds(60) };

    public CookieContainer Cookies => _handler.CookieContainer;

    /// <summary>Signs in; an issued password is changed to the other one first.</summary>
    public async Task SignIn(Uri web, string email, string issued, string own)
    {
        using var answer = await _http.PostAsJsonAsync(new Uri(web, "api/v1/session"), new { email, password = issued });
        answer.EnsureSuccessStatusCode();
        var session = JsonNode.Parse(await answer.Content.ReadAsByteArrayAsync())!;
        if ((bool)session["mustChangePassword"]!)
            await Post(web, "api/v1/account/password", new JsonObject { ["current"] = issued, ["password"] = own });
    }

    public async Task<JsonNode> Get(Uri web, string path) =>
        JsonNode.Parse(await _http.GetByteArrayAsync(new Uri(web, path)))!;

    /// <summary>The answer's body; null where it has none.</summary>
    public async Task<JsonNode?> Post(Uri web, string path, JsonObject body)
    {
        using var answer = await _http.PostAsJsonAsync(new Uri(web, path), body);
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException($"{path}: {(int)answer.StatusCode} {text}", null, answer.StatusCode);

        return text.Length == 0 ? null : JsonNode.Parse(text);
    }

    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
    }
}
