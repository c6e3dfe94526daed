using Microsoft.Playwright;
using Mihari.Tests.Fleet;

namespace Mihari.Benchmarks.Dashboards;

/// <summary>What a page shows, and how smoothly it is drawn. Its clock is the machine's, to the millisecond.</summary>
internal sealed class PortalPage(IPage page, string address, string shows)
{
    /// <summary>Notes each card that begins to say that its camera records.</summary>
    private const string NoteRecordings = """
        () => {
          window.recordings = [];
          new MutationObserver(changes => {
            const at = Date.now();
            for (const { target } of changes)
              if (target.dataset.recording === 'true') window.recordings.push({ camera: target.dataset.camera, at });
          }).observe(document.body, { subtree: true, attributes: true, attributeFilter: ['data-recording'] });
        }
        """;

    /// <summary>Resolves when the page's figure of cameras that are online, and its cards where it has some, are as they should be.</summary>
    private const string AwaitOnline = """
        ([online, presence]) => new Promise(done => {
          const isRight = () => document.querySelector('dl.strip .online strong')?.textContent === String(online)
            && [...document.querySelectorAll('li[data-camera]')].every(card => card.dataset.presence === presence);
          const look = () => {
            if (!isRight()) return;
            observer.disconnect();
            done(Date.now());
          };
          const observer = new MutationObserver(look);
          observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ['data-presence'] });
          look();
        })
        """;

    /// <summary>Notes when the list of the fleet is another one than before; the page counts its lists.</summary>
    private const string NoteLists = """
        () => {
          const fleet = document.querySelector('[data-list]');
          const isNoted = window.typed;
          window.typed = [];
          if (isNoted) return;
          let at = 0;
          addEventListener('keydown', () => at = performance.now(), { capture: true });
          new MutationObserver(() => window.typed.push(performance.now() - at)).observe(fleet, { attributes: true, attributeFilter: ['data-list'] });
        }
        """;

    /// <summary>Resolves when the fleet's count of cameras in a state is so many.</summary>
    private const string AwaitCount = """
        ([state, count]) => new Promise(done => {
          const look = () => {
            if (document.querySelector(`[data-state=${state}] strong`)?.textContent.replace(/\D/g, '') !== String(count)) return;
            observer.disconnect();
            done(Date.now());
          };
          const observer = new MutationObserver(look);
          observer.observe(document.body, { subtree: true, childList: true, characterData: true });
          look();
        })
        """;

    /// <summary>The longest span between two frames since the last call, in ms.</summary>
    private const string LongestFrame = """
        () => {
          if (!window.frames_) {
            window.frames_ = { longest: 0, last: performance.now() };
            const frame = () => {
              const now = performance.now(), all = window.frames_;
              all.longest = Math.max(all.longest, now - all.last);
              all.last = now;
              requestAnimationFrame(frame);
            };
            requestAnimationFrame(frame);
          }
          const all = window.frames_, longest = Math.max(all.longest, performance.now() - all.last);
          all.longest = 0;
          return longest;
        }
        """;

    public Task NoteRecordingsFromNow() => page.EvaluateAsync(NoteRecordings);

    /// <summary>The cards that began to say that their camera records, since it is noted.</summary>
    public async Task<IReadOnlyList<(string Camera, TimeSpan At)>> Recordings() =>
        [.. (await page.EvaluateAsync<Shown[]>("() => window.recordings")).Select(shown => (shown.Camera, At(shown.At)))];

    /// <summary>When it shows so many cameras online, and none of its cards otherwise.</summary>
    /// <param name="online">Of all that the page is about.</param>
    /// <param name="presence">That of every card, where the page has some.</param>
    public async Task<TimeSpan> Online(int online, string presence) => At(await page.EvaluateAsync<double>(AwaitOnline, new object[] { online, presence }));

    /// <summary>From the beginning of the navigation to when the page had what was waited for, by <see cref="PortalBrowser.Open"/>.</summary>
    public async Task<TimeSpan> FirstContent() => TimeSpan.FromMilliseconds(await page.EvaluateAsync<double>("() => window.firstContent"));

    /// <summary>When the page of the fleet counts so many cameras in a state.</summary>
    /// <param name="state">As the page names it.</param>
    /// <param name="count">So many.</param>
    public async Task<TimeSpan> Counts(string state, int count) => At(await page.EvaluateAsync<double>(AwaitCount, new object[] { state, count }));

    /// <summary>Searches the fleet for a text, key by key; each waits for the list of the one before.</summary>
    /// <returns>Of each key, and of each that took it back, how long the list was not there yet.</returns>
    public async Task<IReadOnlyList<TimeSpan>> Search(string text)
    {
        await page.EvaluateAsync(NoteLists);
        await page.FocusAsync("[data-fleet-search]");
        var keys = text.Select(letter => letter.ToString()).Concat(Enumerable.Repeat("Backspace", text.Length)).ToList();
        foreach (var (number, key) in keys.Index())
        {
            await page.Keyboard.PressAsync(key);
            await page.WaitForFunctionAsync("count => window.typed.length >= count", number + 1);
        }

        return [.. (await page.EvaluateAsync<double[]>("() => window.typed")).Select(TimeSpan.FromMilliseconds)];
    }

    /// <summary>The same once more, with what the browser has kept; until it is interactive again.</summary>
    public async Task Reload()
    {
        await page.GotoAsync("about:blank");
        await page.GotoAsync(address);
        await PortalBrowser.Interactive(page, shows);
    }

    public Task Close() => page.Context.CloseAsync();

    /// <summary>The longest span between two frames since this was last asked for; the first call begins to look.</summary>
    public async Task<TimeSpan> LongestFrameGap() => TimeSpan.FromMilliseconds(await page.EvaluateAsync<double>(LongestFrame));

    /// <summary>The page's time by the clock of a run.</summary>
    private static TimeSpan At(double milliseconds) => Clock.Now + (DateTimeOffset.UnixEpoch + TimeSpan.FromMilliseconds(milliseconds) - Clock.Utc);

    /// <summary>As the page has it.</summary>
    private sealed class Shown
    {
        public string Camera { get; set; } = "";

        public double At { get; set; }
    }
}
