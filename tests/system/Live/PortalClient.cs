using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.SignalR.Client;

namespace Mihari.Tests.System.Live;

/// <summary>A program that uses the REST API and the hub with the session cookie of one sign-in.</summary>
internal sealed partial class PortalClient : IDisposable
{
    private readonly SocketsHttpHandler _handler = new() { CookieContainer = new CookieContainer() };
    private readonly HttpClient _http;
    private readonly Uri _address;

    private PortalClient(Uri address)
    {
        _address = address;
        _http = new HttpClient(_handler, disposeHandler: false) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
    }

    public static async Task<PortalClient> SignIn(MihariServer server)
    {
        var client = new PortalClient(server.Address);
        var (email, password) = await server.SignIn();
        using var answer = await client._http.PostAsJsonAsync("api/v1/session", new { email, password });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return client;
    }

    public async Task<JsonNode> Get(string path)
    {
        using var answer = await _http.GetAsync(path);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode}");
        return JsonNode.Parse(await answer.Content.ReadAsByteArrayAsync())!;
    }

    public async Task Put(string path, object body)
    {
        using var answer = await _http.PutAsJsonAsync(path, body);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>Follows the link of a mail and says yes, as a browser does.</summary>
    public async Task Consent(string link)
    {
        var page = await _http.GetStringAsync(link);
        var fields = FormField().Matches(page).ToDictionary(field => field.Groups[1].Value, field => field.Groups[2].Value, StringComparer.Ordinal);
        fields["answer"] = "yes";
        using var answer = await _http.PostAsync("session/mail-consent", new FormUrlEncodedContent(fields));
        Assert.Contains("data-consent=\"confirmed\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    public Task<byte[]> Bytes(string path) => _http.GetByteArrayAsync(path);

    /// <summary>All clips of a camera in a span, through all pages.</summary>
    public async Task<List<JsonNode>> Clips(string camera, DateTimeOffset from, DateTimeOffset to)
    {
        var clips = new List<JsonNode>();
        string? continuation = null;
        do
        {
            var page = await Get($"api/v1/cameras/{camera}/clips?limit=200&from={Uri.EscapeDataString(from.ToString("O"))}&to={Uri.EscapeDataString(to.ToString("O"))}&continuation={Uri.EscapeDataString(continuation ?? "")}");
            clips.AddRange(page["clips"]!.AsArray().Select(clip => clip!));
            continuation = (string?)page["continuation"];
        }
        while (continuation is not null);
        return clips;
    }

    /// <summary>A connection to the hub; it carries the cookie that this client has by then.</summary>
    public HubConnection Hub() => new HubConnectionBuilder()
        .WithUrl(new Uri(_address, "hubs/dashboard"), options => options.Cookies = _handler.CookieContainer)
        .Build();

    [GeneratedRegex("<input type=\"hidden\" name=\"(\\w+)\" value=\"([^\"]*)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FormField();

    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
    }
}
