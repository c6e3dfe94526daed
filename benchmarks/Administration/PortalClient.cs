using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Mihari.Benchmarks.Administration;

/// <summary>A person's session at a running server, over REST.</summary>
internal sealed class PortalClient : IDisposable
{
    private const string Password = "bench-Password-1";
    private readonly HttpClient _http;

    public PortalClient(Uri address)
    {
        _http = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false }) { BaseAddress = address };
        _http.DefaultRequestHeaders.Accept.ParseAdd("text/html, application/json");
    }

    /// <summary>With the session's, once signed in.</summary>
    public CookieContainer Cookies { get; } = new();

    /// <summary>The first sign-in, whose password has to be changed.</summary>
    public async Task SignInFirst(string email, string issued)
    {
        await Post("session", new { email, password = issued });
        await Post("account/password", new { current = issued, password = Password });
    }

    public Task SignIn(string email) => Post("session", new { email, password = Password });

    public async Task Get(string path)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative));
        if (answer.StatusCode != HttpStatusCode.OK)
            throw new InvalidOperationException($"{path}: {(int)answer.StatusCode}");

        await answer.Content.ReadAsByteArrayAsync();
    }

    public async Task<JsonNode> Post(string path, object body)
    {
        using var answer = await _http.PostAsJsonAsync(new Uri("/api/v1/" + path, UriKind.Relative), body);
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{path}: {(int)answer.StatusCode} {text}");

        return text.Length > 0 ? JsonNode.Parse(text)! : new JsonObject();
    }

    public void Dispose() => _http.Dispose();
}
