using Mihari.Accounts;
using Mihari.Web.Live;

namespace Mihari.Tests.Allocations.Hosts;

/// <summary>Feeds as the circuits of pages have them, a building each. What reading them allocates is a page's, and so the server's.</summary>
internal sealed class MeteredPages : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _came = new(0);
    private readonly List<Task> _reading;

    private MeteredPages(ILiveFeeds feeds, Caller caller, IEnumerable<MeteredCamera> cameras) =>
        _reading = [.. cameras.Select(camera => Task.Run(() => Read(feeds, caller, camera)))];

    /// <summary>When each of them has its building.</summary>
    public static MeteredPages Open(ILiveFeeds feeds, Caller caller, IReadOnlyCollection<MeteredCamera> cameras)
    {
        var pages = new MeteredPages(feeds, caller, cameras);
        pages.Await(cameras.Count);
        return pages;
    }

    /// <summary>Waits for so many further updates.</summary>
    public void Await(int updates)
    {
        for (var i = 0; i < updates; i++)
            Assert.True(_came.Wait(Patience), "an update did not come to its page");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_reading);
        _stop.Dispose();
        _came.Dispose();
    }

    private async Task Read(ILiveFeeds feeds, Caller caller, MeteredCamera camera)
    {
        try
        {
            await foreach (var _ in feeds.WatchBuilding(caller, camera.Building, _stop.Token))
                _came.Release();
        }
        catch (OperationCanceledException)
        {
            // The page is closed.
        }
    }
}
