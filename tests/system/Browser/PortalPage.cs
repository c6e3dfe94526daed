using System.Text.Json;
using Microsoft.Playwright;

namespace Mihari.Tests.System.Browser;

/// <summary>A camera's card as it stood in the DOM at a moment of the browser's clock, which is this machine's.</summary>
/// <param name="Camera">The device id.</param>
/// <param name="Presence">In the words of the styles: online, offline, …</param>
/// <param name="Recording">Whether the card says that it is recording.</param>
/// <param name="Picture">The address of the picture that is shown; null where there is none.</param>
/// <param name="Document">Changes when the page is loaded anew.</param>
/// <param name="At">When.</param>
internal sealed record CardSeen(string Camera, string Presence, bool Recording, string? Picture, string Document, DateTimeOffset At);

/// <summary>A tab of the portal; everything that it asks for and complains about is noted.</summary>
internal sealed class PortalPage : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>Tells every change of a card in the moment in which it is made.</summary>
    private const string Watch = """
        (() => {
          const id = String(performance.timeOrigin), known = new Map();
          const look = () => {
            for (const tile of document.querySelectorAll('li[data-camera]')) {
              const pictures = tile.querySelectorAll('mh-thumb img');
              const card = {
                camera: tile.dataset.camera, presence: tile.dataset.presence, recording: tile.dataset.recording === 'true',
                picture: pictures.length ? new URL(pictures[pictures.length - 1].src).pathname : null, document: id,
              };
              const text = JSON.stringify(card);
              if (known.get(card.camera) === text) continue;
              known.set(card.camera, text);
              window.cardSeen(JSON.stringify({ ...card, at: new Date().toISOString() }));
            }
          };
          new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-presence', 'data-recording', 'data-camera'] });
        })();
        """;

    private readonly IBrowserContext _context;
    private readonly string _origin;
    private readonly EventLog<string> _requests = new("requests");
    private readonly EventLog<string> _complaints = new("complaints of the page");

    private PortalPage(IBrowserContext context, IPage page, string origin) => (_context, Page, _origin) = (context, page, origin);

    public IPage Page { get; }

    public EventLog<CardSeen> Cards { get; } = new("cards");

    public static async Task<PortalPage> Open(IBrowserContext context, string origin)
    {
        var page = await context.NewPageAsync();
        var portal = new PortalPage(context, page, origin);
        page.SetDefaultTimeout(20_000);
        context.Request += (_, request) => portal._requests.Add(request.Url);
        page.WebSocket += (_, socket) => portal._requests.Add(socket.Url);
        page.PageError += (_, error) => portal._complaints.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                portal._complaints.Add($"{message.Type}: {message.Text} ({message.Location})");
        };
        await context.ExposeFunctionAsync("cardSeen", (string card) => portal.Cards.Add(JsonSerializer.Deserialize<CardSeen>(card, Web)!));
        await context.AddInitScriptAsync(Watch);
        return portal;
    }

    /// <summary>Fills in the form of the sign-in page and sends it.</summary>
    public async Task SignIn(string email, string password)
    {
        await Page.FillAsync("#email", email);
        await Page.FillAsync("#password", password);
        await Page.ClickAsync("form button[type=submit]");
    }

    /// <summary>Signs in and opens a building's cameras.</summary>
    public async Task OpenBuilding(MihariServer server, string building)
    {
        var (email, password) = await server.SignIn();
        await Page.GotoAsync($"/buildings/{building}");
        await SignIn(email, password);
        await Page.Locator("li[data-camera]").First.WaitForAsync();
        await Interactive();
    }

    /// <summary>Waits until the page has its circuit, so that what is clicked is heard.</summary>
    public Task Interactive() => Page.Locator("html[data-circuit=up]").WaitForAsync();

    public Task<CardSeen> Card(string camera, Func<CardSeen, bool> match, TimeSpan patience, int from = 0, string what = "the card") =>
        Cards.Find(card => card.Camera == camera && match(card), patience, from, what);

    /// <summary>No request has left the server's own origin.</summary>
    public void StayedAtHome()
    {
        var own = new Uri(_origin).Authority;
        Assert.NotEmpty(_requests.All);
        Assert.DoesNotContain(_requests.All, url => !url.StartsWith("data:", StringComparison.Ordinal) && !url.StartsWith("blob:", StringComparison.Ordinal) && new Uri(url).Authority != own);
    }

    public void HadNothingToComplainOf() => Assert.Empty(_complaints.All);

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
