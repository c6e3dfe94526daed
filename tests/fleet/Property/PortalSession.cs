using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Mihari.Tests.Fleet.Property;

/// <summary>A program's session with the REST API, over any of the web nodes: they share the cookie.</summary>
public sealed partial class PortalSession : IDisposable
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
    public async Task<JsonNode?> Post(Uri web, string path, JsonObject body) => Parse(await Send(HttpMethod.Post, web, path, JsonContent.Create(body)));

    /// <inheritdoc cref="Post"/>
    public async Task<JsonNode?> Put(Uri web, string path, JsonObject body) => Parse(await Send(HttpMethod.Put, web, path, JsonContent.Create(body)));

    /// <summary>Follows the link of a mail by which the owner of its address says yes, as a browser does.</summary>
    public async Task Consent(Uri web, string link)
    {
        var fields = Field().Matches(await _http.GetStringAsync(new Uri(web, link))).ToDictionary(field => field.Groups[1].Value, field => field.Groups[2].Value, StringComparer.Ordinal);
        fields["answer"] = "yes";
        if (!(await Send(HttpMethod.Post, web, "session/mail-consent", new FormUrlEncodedContent(fields))).Contains("data-consent=\"confirmed\"", StringComparison.Ordinal))
            throw new HttpRequestException("the address could not be confirmed");
    }

    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
    }

    private static JsonNode? Parse(string text) => text.Length == 0 ? null : JsonNode.Parse(text);

    private async Task<string> Send(HttpMethod method, Uri web, string path, HttpContent body)
    {
        using var request = new HttpRequestMessage(method, new Uri(web, path)) { Content = body };
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException($"{path}: {(int)answer.StatusCode} {text}", null, answer.StatusCode);

        return text;
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"(\\w+)\" value=\"([^\"]*)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Field();
}
