using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Mihari.Benchmarks.Streams;

/// <summary>
/// What somebody waits for who watches, in headless Chromium on a running server: from the click on a camera's card to its live picture,
/// alone and while somebody else watches; from a chosen moment of its card to that picture; and how far the live picture is behind,
/// read from the clock that is burnt into a synthetic scene. Cameras and browser are on this machine, so there is one clock.
/// </summary>
internal static class PictureLoad
{
    private const string Card = "li[data-camera] a.cover";

    /// <summary>A camera goes on for 5 s after its last viewer.</summary>
    private static readonly TimeSpan UntilIdle = TimeSpan.FromSeconds(9);

    /// <summary>The player takes its time to come down to the least reserve that holds.</summary>
    private static readonly TimeSpan UntilSteady = TimeSpan.FromSeconds(40);

    private const string Arm = """
        card => {
          window.first = undefined;
          document.addEventListener('mh-first', () => { window.first = performance.now(); }, { once: true });
          document.querySelector(card).addEventListener('click', () => { window.clicked = performance.now(); }, { once: true, capture: true });
        }
        """;

    private const string Seek = """
        n => {
          const player = document.querySelector('mh-recorded'), { minutes } = player.timeline.data;
          delete player.dataset.first;
          player.screen.clear();
          player.play(minutes[0].start + 3000 * n);
        }
        """;

    /// <summary>In the strip at the bottom left the clock alone is white; where its white changes, a second has begun. How long after that, in ms; by how many whole seconds, the player says.</summary>
    private const string Seconds = """
        count => new Promise(done => {
          const video = document.querySelector('mh-live video'), canvas = document.createElement('canvas');
          const top = Math.round(video.videoHeight * 0.92), width = Math.round(video.videoWidth * 0.36), height = video.videoHeight - top;
          [canvas.width, canvas.height] = [width, height];
          const pen = canvas.getContext('2d', { willReadFrequently: true });
          let before;
          const seen = [];
          const look = () => {
            const at = Date.now();
            pen.drawImage(video, 0, top, width, height, 0, 0, width, height);
            const { data } = pen.getImageData(0, 0, width, height);
            const white = new Uint8Array(width * height);
            for (let i = 0; i < white.length; i++) white[i] = data[4 * i] > 215 && data[4 * i + 1] > 215 && data[4 * i + 2] > 215;
            if (before && white.reduce((sum, one, i) => sum + (one !== before[i]), 0) > 6) seen.push(at % 1000 + 1000 * Math.round((document.querySelector('mh-live').dataset.delay - at % 1000) / 1000));
            before = white;
            if (seen.length < count) video.requestVideoFrameCallback(look);
            else done(seen);
          };
          video.requestVideoFrameCallback(look);
        })
        """;

    public static async Task<int> Run(string[] args)
    {
        var signIn = JsonNode.Parse(await File.ReadAllTextAsync(args[1]))!;
        var rounds = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 9;
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required"],
        });
        var (page, other) = (await Open(browser, args[0], signIn), await Open(browser, args[0], signIn));

        List<double> alone = [], beside = [], chosen = [];
        for (var round = 0; round < rounds; round++)
        {
            await Task.Delay(UntilIdle, TimeProvider.System);
            alone.Add(await Click(page));
            beside.Add(await Click(other));
            await Close(page);
            await Close(other);
        }

        Print("click to live picture, nobody else watches", alone);
        Print("click to live picture, somebody watches", beside);

        await Click(page);
        await Task.Delay(UntilSteady, TimeProvider.System);
        Print("burnt-in clock to page", await page.EvaluateAsync<double[]>(Seconds, 25));

        await page.ClickAsync("[data-mode=recorded]");
        await page.WaitForSelectorAsync("mh-recorded[data-first]", new() { Timeout = 120_000 });
        for (var round = 0; round < rounds; round++)
        {
            await page.EvaluateAsync(Seek, round);
            await page.WaitForSelectorAsync("mh-recorded[data-first]");
            chosen.Add(await page.EvaluateAsync<double>("Number(document.querySelector('mh-recorded').dataset.first)"));
        }

        Print("moment of a card to its picture", chosen);
        return 0;
    }

    private static async Task<IPage> Open(IBrowser browser, string address, JsonNode signIn)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1280, Height = 800 } });
        var page = await context.NewPageAsync();
        await page.GotoAsync(address);
        await page.FillAsync("#email", (string)signIn["email"]!);
        await page.FillAsync("#password", (string)signIn["password"]!);
        await page.ClickAsync("form button[type=submit]");
        await page.ClickAsync("main a[href*='buildings/']");
        await page.WaitForSelectorAsync("html[data-circuit=up]", new() { State = WaitForSelectorState.Attached });
        await page.WaitForSelectorAsync(Card);
        return page;
    }

    private static async Task<double> Click(IPage page)
    {
        await page.EvaluateAsync(Arm, Card);
        await page.ClickAsync(Card);
        await page.WaitForFunctionAsync("() => window.first");
        return await page.EvaluateAsync<double>("() => window.first - window.clicked");
    }

    private static async Task Close(IPage page)
    {
        await page.Keyboard.PressAsync("Escape");
        await page.WaitForFunctionAsync("() => !document.querySelector('mh-live')");
    }

    private static void Print(string what, IReadOnlyCollection<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: median {sorted[sorted.Length / 2]:0} ms, {sorted[0]:0} to {sorted[^1]:0}, of {sorted.Length}"));
    }
}
