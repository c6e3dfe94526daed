using System.Net;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Streams;
using Mihari.Tests.Web.Hosts;
using Xunit;

namespace Mihari.Tests.Web.Streams;

/// <summary>A web node with an account that is signed in, and grains of streams that are made as they are asked for.</summary>
internal sealed class StreamHost : IAsyncDisposable
{
    public static readonly DeviceId Camera = DeviceId.Parse("02AA00000001");
    private readonly List<WebFixture> _others = [];

    private StreamHost(FakeGrains grains, FakeAccount account, StreamGrains streams, WebFixture web) => (Grains, Account, Streams, Web) = (grains, account, streams, web);

    public FakeGrains Grains { get; }

    public FakeAccount Account { get; }

    public StreamGrains Streams { get; }

    public WebFixture Web { get; }

    public CookieContainer Cookies { get; } = new();

    public static StreamId LiveId => StreamId.Live(Camera);

    public FakeStream Live => Streams.Of(LiveId);

    public static async Task<StreamHost> Start(TimeProvider? time = null, params string[] settings)
    {
        var (grains, streams) = (new FakeGrains(), new StreamGrains());
        var account = new FakeAccounts(grains).Add("a@example.jp", "password-1", "c1");
        grains.PutOthers<IStreamGrain>(streams.Of);
        var host = new StreamHost(grains, account, streams, await WebFixture.Start(grains, time, settings));
        await host.SignIn(host.Web, host.Cookies);
        return host;
    }

    /// <summary>One more node of the cluster.</summary>
    public async Task<WebFixture> AddNode(TimeProvider? time = null)
    {
        var web = await WebFixture.Start(Grains, time);
        _others.Add(web);
        return web;
    }

    public async Task SignIn(WebFixture web, CookieContainer cookies)
    {
        using var client = web.Client(cookies);
        (await client.SignIn("a@example.jp", "password-1")).EnsureSuccessStatusCode().Dispose();
    }

    /// <summary>Somebody watches live, and was let in.</summary>
    public async Task<TestViewer> Watch(WebFixture? web = null, CookieContainer? cookies = null)
    {
        var viewer = await TestViewer.Open((web ?? Web).Address, $"media/live/{Camera}", cookies ?? Cookies);
        await viewer.NextStatus();
        return viewer;
    }

    /// <summary>Somebody plays, and was let in; with the stream that he got.</summary>
    public async Task<(TestViewer Viewer, StreamId Stream)> Play(WebFixture? web = null, CookieContainer? cookies = null)
    {
        var viewer = await TestViewer.Open((web ?? Web).Address, $"media/recorded/{Camera}?from=2026-11-22T03:04:00Z", cookies ?? Cookies);
        await viewer.NextStatus();
        return (viewer, Streams.Newest);
    }

    public async ValueTask DisposeAsync()
    {
        await Web.DisposeAsync();
        foreach (var web in _others)
            await web.DisposeAsync();
        foreach (var logs in _others.Append(Web).Select(w => w.Logs))
        {
            Assert.DoesNotContain(logs.Lines, l => l.StartsWith("Error", StringComparison.Ordinal) || l.StartsWith("Critical", StringComparison.Ordinal));
            Assert.DoesNotContain(logs.Lines, l => l.Contains("-secret", StringComparison.Ordinal));
        }
    }
}

/// <summary>The streams of a test, by id.</summary>
internal sealed class StreamGrains
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, FakeStream> _streams = new();

    public StreamId Newest { get; private set; }

    public FakeStream Of(StreamId id) => (FakeStream)Of(id.Value);

    public IStreamGrain Of(string key)
    {
        Assert.True(StreamId.TryParse(key, out var id));
        if (!id.IsLive)
            Newest = id;
        return _streams.GetOrAdd(key, _ => new FakeStream(id));
    }
}
