using System.Diagnostics;
using System.Globalization;
using Mihari.Tests.System.Browser;
using Mihari.Tests.System.Devices;
using Xunit.Abstractions;

namespace Mihari.Tests.System.Portal;

/// <summary>Live video, the recording on the camera's card and a converted file of it: a real agent, a real server, a real browser.</summary>
[Trait("Category", "Slow")]
public sealed class VideoTests(PortalBrowser browser, ITestOutputHelper output) : IClassFixture<PortalBrowser>
{
    private const string Building = "demo-yoga";

    /// <summary>A minute is announced when it is closed, which may be a minute and some seconds after the agent's start.</summary>
    private const float AMinute = 90_000;

    /// <summary>What the server says of the streams that come in and go out; in the page, so that nothing is slept for.</summary>
    private const string Nothing = """
        async () => {
          const text = await (await fetch('/metrics', { cache: 'no-store' })).text();
          const sum = name => text.split('\n').filter(line => line.startsWith(name)).reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
          return sum('mihari_relay_feeds') === 0 && sum('mihari_relay_viewers') === 0;
        }
        """;

    /// <summary>Whether every part of what was buffered has its capture time: without it an old picture could pass for another.</summary>
    private const string Seamless = """
        () => {
          const { pieces, end } = document.querySelector('mh-recorded').screen;
          return pieces.every((piece, n) => !n || Math.abs(piece.start - pieces[n - 1].end) < 0.05) && Math.abs(pieces.at(-1).end - end) < 1.5;
        }
        """;

    /// <summary>Whether the address of the page names a moment near one.</summary>
    private const string Addressed = "at => Math.abs(Date.parse(new URLSearchParams(location.search).get('at')) - Date.parse(at)) < 20000";

    /// <summary>What the sound's button shows, whether the video is muted, and whether its sound is being decoded.</summary>
    private const string Sound = """
        player => {
          const host = document.querySelector(player), video = host.querySelector('video'), button = host.querySelector('[data-control=sound]');
          window.heard = Math.min(window.heard ?? Infinity, video.webkitAudioDecodedByteCount);
          return `${button.dataset.shows} ${button.disabled ? 'disabled' : 'enabled'} ${video.muted ? 'muted' : 'audible'} ${video.webkitAudioDecodedByteCount > window.heard ? 'decoded' : 'nothing'}`;
        }
        """;

    [Fact]
    public async Task Camera_IsSeenLive_ComesBackByItself_AndItsRecordingPlaysAndIsSaved()
    {
        await using var server = await MihariServer.Start();
        await using var tap = new EventTap(server.GatewayPort);
        var (camera, key) = (await server.Devices())[0];
        await using var agent = new EdgeAgent(tap.Address, [(camera, key, "synthetic:seed=12&every=20s")]);
        await agent.Start();
        await using var portal = await browser.Open(server);
        await portal.OpenBuilding(server, Building);
        await portal.Card(camera, card => card.Presence == "online", TimeSpan.FromSeconds(60), what: "online");

        await portal.Page.ClickAsync($"li[data-camera='{camera}'] a.cover");
        await State(portal, "live");
        Print("element -> first picture", await portal.Page.EvaluateAsync<int>("document.querySelector('mh-live').dataset.first"));
        await portal.Page.WaitForFunctionAsync("() => { const { state, delay } = document.querySelector('mh-live').dataset; return state === 'live' && delay >= 0 && delay <= 3000; }");

        // It is silent until it is asked for its sound.
        await Sounds(portal, "mh-live", "silent enabled muted decoded");
        await portal.Page.HoverAsync("mh-live");
        await portal.Page.ClickAsync("mh-live [data-control=sound]");
        await Sounds(portal, "mh-live", "sound enabled audible decoded");

        // The picture that stands still is not called live, and nobody has to do anything for it to be so again; it may have no sound then.
        await agent.Kill();
        await State(portal, "stale");
        await portal.Page.Locator("mh-live .mh-video-note:not([hidden])").WaitForAsync();
        var change = await portal.Page.EvaluateAsync<string>("new Date(document.querySelector('mh-live').screen.pieces.at(-1).at).toISOString()");
        await agent.Start(sound: false);
        await State(portal, "live");
        await Sounds(portal, "mh-live", "soundless disabled audible nothing");

        await portal.Page.ClickAsync("[data-mode=recorded]");
        await portal.Page.Locator("mh-recorded[data-first]").WaitForAsync(new() { Timeout = AMinute });
        Print("moment chosen -> picture", await portal.Page.EvaluateAsync<int>("document.querySelector('mh-recorded').dataset.first"));
        await portal.Page.WaitForFunctionAsync("() => { const it = document.querySelector('mh-recorded'); window.begun ??= it.dataset.at; return Date.parse(it.dataset.at) > Date.parse(window.begun) + 1000; }");
        await portal.Page.WaitForFunctionAsync("() => document.querySelector('mh-recorded').screen.pieces.length > 5");
        Assert.True(await portal.Page.EvaluateAsync<bool>(Seamless), "a fragment is not known by its time");
        await SaveAMinute(portal);

        // From what was recorded with sound, which is on still, it plays on into what was recorded without.
        await portal.Page.EvaluateAsync("at => document.querySelector('mh-recorded').play(Date.parse(at) - 3000)", change);
        await Sounds(portal, "mh-recorded", "sound enabled audible decoded");
        await Sounds(portal, "mh-recorded", "soundless disabled audible nothing");
        await portal.Page.WaitForFunctionAsync("() => document.querySelector('mh-recorded video').currentTime > 1");

        // The page's address says what plays: loaded anew, it goes on there.
        await portal.Page.EvaluateAsync("at => document.querySelector('mh-recorded').play(Date.parse(at) - 3000)", change);
        await portal.Page.WaitForFunctionAsync(Addressed, change);
        await portal.Page.ReloadAsync();
        await portal.Page.Locator("mh-recorded[data-first]").WaitForAsync(new() { Timeout = AMinute });
        Assert.Equal("true", await portal.Page.Locator("[data-mode=recorded]").GetAttributeAsync("aria-pressed"));
        await portal.Page.WaitForFunctionAsync("at => Math.abs(Date.parse(document.querySelector('mh-recorded').dataset.at) - Date.parse(at)) < 20000", change);

        // A day that is chosen stays, whatever played before; of one without a recording it plays nothing. Two days back:
        // the recording may have begun before midnight.
        await portal.Page.ClickAsync("[data-day='-1']");
        await portal.Page.ClickAsync("[data-day='-1']");
        await portal.Page.Locator(".mh-timeline-none:not([hidden])").WaitForAsync();
        await portal.Page.WaitForFunctionAsync("() => document.querySelector('mh-recorded video').paused");
        Assert.True(await portal.Page.EvaluateAsync<bool>("(() => { const { date } = document.querySelector('mh-recorded'); return date.value < date.max; })()"));

        await portal.Page.ClickAsync("[data-mode=live]");
        await State(portal, "live");
        await portal.Page.WaitForFunctionAsync("() => !location.search");

        await portal.Page.Keyboard.PressAsync("Escape");
        await portal.Page.WaitForFunctionAsync(Nothing);
        portal.StayedAtHome();
    }

    private static async Task Sounds(PortalPage portal, string player, string state)
    {
        await portal.Page.EvaluateAsync("() => { window.heard = undefined; }");
        await portal.Page.WaitForFunctionAsync($"player => ({Sound})(player) === '{state}'", player, new() { Timeout = 60_000 });
    }

    private static Task State(PortalPage portal, string state) =>
        portal.Page.Locator($"mh-live[data-state={state}]").WaitForAsync(new() { Timeout = 60_000 });

    private static async Task SaveAMinute(PortalPage portal)
    {
        await portal.Page.HoverAsync(".mh-video-screen");
        await portal.Page.ClickAsync("[data-control=download]");
        await portal.Page.ClickAsync(".mh-exports form button");
        await portal.Page.Locator(".mh-exports li[data-step=ready] a").WaitForAsync(new() { Timeout = 60_000 });
        var saved = await portal.Page.RunAndWaitForDownloadAsync(() => portal.Page.ClickAsync(".mh-exports li[data-step=ready] a"));
        await using var file = await saved.CreateReadStreamAsync();
        var head = new byte[12];
        await file.ReadExactlyAsync(head);
        Assert.Equal("ftyp"u8, head.AsSpan(4, 4));
        Assert.EndsWith(".mp4", saved.SuggestedFilename, StringComparison.Ordinal);
        var facts = await Probe((await saved.PathAsync())!);
        Assert.Contains("h264", facts);
        Assert.InRange(double.Parse(facts[^1], CultureInfo.InvariantCulture), 5, 65);
    }

    /// <summary>What the file is to another program: the encoding of its tracks, and its length in seconds.</summary>
    private static async Task<string[]> Probe(string file)
    {
        var start = new ProcessStartInfo("ffprobe", ["-v", "error", "-show_entries", "stream=codec_name:format=duration", "-of", "default=noprint_wrappers=1:nokey=1", file]) { RedirectStandardOutput = true };
        using var probe = Process.Start(start)!;
        var told = await probe.StandardOutput.ReadToEndAsync();
        await probe.WaitForExitAsync();
        return told.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private void Print(string what, int milliseconds) => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {milliseconds} ms"));
}
