using Microsoft.Playwright;
using Mihari.Tests.Fleet;

namespace Mihari.Benchmarks.Dashboards;

/// <summary>What a page shows, and how smoothly it is drawn. Its clock is the machine's, to the millisecond.</summary>
internal sealed class PortalPage(IPage page)
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
