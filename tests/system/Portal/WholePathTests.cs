using System.Globalization;
using Mihari.Tests.System.Browser;
using Mihari.Tests.System.Devices;
using Xunit.Abstractions;

namespace Mihari.Tests.System.Portal;

/// <summary>One motion, end to end: a figure walks through a scene, and a person sees it happen in a browser.</summary>
[Trait("Category", "Slow")]
public sealed class WholePathTests(PortalBrowser browser, ITestOutputHelper output) : IClassFixture<PortalBrowser>
{
    private const string Building = "demo-yoga";

    /// <summary>In the layout, however far it is scrolled.</summary>
    private const string Place = "list => list.offsetTop";

    private static readonly TimeSpan SeenWithin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Motion_InFrontOfARealAgent_ChangesTheThumbnailWithinASecondAndLeavesAClip()
    {
        await using var server = await MihariServer.Start(("Capture__PostRoll", "00:00:05"));
        await using var tap = new EventTap(server.GatewayPort);
        var devices = await server.Devices();
        var camera = devices[0].Device;
        await using var agent = new EdgeAgent(tap.Address, [(camera, devices[0].Key, "synthetic:seed=12&every=20s"), (devices[1].Device, devices[1].Key, "synthetic:seed=2&every=1h")]);
        await using var portal = await browser.Open(server);

        await SignIn(server, portal);
        await portal.Card(camera, card => card is { Presence: "never", Picture: null }, Patience, what: "the card before its device has ever connected");
        await agent.Start();
        await portal.Card(camera, card => card.Presence == "online", Patience, what: "online");

        var before = (string?)null;
        var waits = new List<TimeSpan>();
        for (var motion = 0; motion < 3; motion++)
        {
            var seen = portal.Cards.Count;
            var recording = await portal.Card(camera, card => card.Recording, Patience, seen, "recording");
            var changed = await portal.Card(camera, card => card.Picture is not null && card.Picture != before, Patience, seen, "a new picture");
            var published = tap.Events.All.Last(e => e.Device == camera && e.At <= recording.At); // Later ones are part of this clip.
            Print("event published -> recording shown", recording.At - published.At);
            Print("event published -> new thumbnail in the DOM", changed.At - published.At);
            waits.Add(changed.At - published.At);
            await portal.Card(camera, card => !card.Recording, Patience, portal.Cards.Count - 1, "the end of the recording");
            before = changed.Picture;
        }

        // One of three may meet a busy machine.
        Assert.All(waits, wait => Assert.InRange(wait, TimeSpan.Zero, 5 * SeenWithin));
        Assert.InRange(waits.Order().ElementAt(1), TimeSpan.Zero, SeenWithin);

        // Asked, a real agent says how it is.
        await portal.Page.ClickAsync("[data-trouble-refresh]");
        await portal.Page.Locator("[data-inquiry=over]").WaitForAsync();
        Assert.DoesNotContain(await portal.Page.Locator("[data-inquiry] li").AllInnerTextsAsync(), text => text.Contains("No answer", StringComparison.Ordinal) || text.Contains("Error", StringComparison.Ordinal));

        await WatchTheClip(portal, camera);
        Assert.Single(portal.Cards.All.Select(card => card.Document).Distinct());
        portal.StayedAtHome();
        portal.HadNothingToComplainOf();
    }

    private static async Task SignIn(MihariServer server, PortalPage portal)
    {
        var (email, password) = await server.SignIn();
        await portal.Page.GotoAsync("/");
        await portal.SignIn(email, "wrong");
        Assert.Contains("The e-mail address or the password is wrong.", await portal.Page.InnerTextAsync("#notice"), StringComparison.Ordinal);
        await portal.SignIn(email, password);
        await portal.Page.ClickAsync($"a[data-building={Building}]");
        await portal.Page.WaitForURLAsync($"**/buildings/{Building}");
    }

    /// <summary>Opens the camera's panel, waits until a clip is stored, and plays it.</summary>
    private static async Task WatchTheClip(PortalPage portal, string camera)
    {
        await portal.Page.ClickAsync($"li[data-camera='{camera}'] a.cover");
        var clip = portal.Page.Locator("dialog [data-state=stored]").First;
        await clip.WaitForAsync();
        var list = portal.Page.Locator("dialog .clips");
        var before = await list.EvaluateAsync<int>(Place);
        await clip.ClickAsync();
        await portal.Page.WaitForFunctionAsync("() => { const video = document.querySelector('dialog video'); return video && video.currentTime > 0 && video.videoWidth === 640; }");
        Assert.Equal(before, await list.EvaluateAsync<int>(Place)); // The picture's place is the video's.
        await portal.Page.Keyboard.PressAsync("Escape");
        await portal.Page.Locator("dialog").WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Detached });
    }

    private void Print(string what, TimeSpan time) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {time.TotalMilliseconds:0} ms"));
}
