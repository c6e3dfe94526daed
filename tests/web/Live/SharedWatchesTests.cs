using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Web.Live;
using Xunit;

namespace Mihari.Tests.Web.Live;

/// <summary>One follower for all who watch: what each gets, and when it is let go.</summary>
public sealed class SharedWatchesTests : IAsyncLifetime
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new();
    private readonly Channel<string> _begun = Channel.CreateUnbounded<string>();
    private readonly Channel<string> _ended = Channel.CreateUnbounded<string>();
    private readonly HashSet<string> _putOut = [];
    private readonly SharedWatches<string, string> _watches;
    private Channel<string> _said = Channel.CreateUnbounded<string>();

    public SharedWatchesTests() => _watches = new(Follow, Admit, Grace, _time);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _watches.DisposeAsync();

    [Fact]
    public async Task Watch_TheSecond_GetsTheNewestOfTheSameFollower()
    {
        await using var first = Watch("a1");
        Say("one");
        Assert.Equal("one", await Next(first));
        Say("two");
        Assert.Equal("two", await Next(first));
        await using var second = Watch("a2");

        Assert.Equal("two", await Next(second));
        Assert.Equal("k by a1", await Next(_begun));
        Assert.False(_begun.Reader.TryRead(out _));
    }

    [Fact]
    public async Task Watch_WhoMayNot_IsRefusedThoughOthersWatch()
    {
        await using var first = Watch("a1");
        Say("one");
        await Next(first);
        _putOut.Add("x");
        await using var stranger = Watch("x");

        await Assert.ThrowsAsync<UnknownIdException>(() => Next(stranger));
    }

    [Fact]
    public async Task Leave_TheLast_LetsGoAfterTheGrace_AndWhoComesBeforeKeepsIt()
    {
        await using (var first = Watch("a1"))
        {
            Say("one");
            await Next(first);
        }

        _time.Advance(Grace - TimeSpan.FromSeconds(1));
        await using (var second = Watch("a2"))
            Assert.Equal("one", await Next(second));

        _time.Advance(Grace - TimeSpan.FromSeconds(1));
        Assert.False(_ended.Reader.TryRead(out _));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("k", await Next(_ended));
        Assert.Equal(0, _watches.Followed);
    }

    [Fact]
    public async Task Follower_ThatBreaks_TellsAll_AndTheNextBeginsAnother()
    {
        await using var first = Watch("a1");
        Say("one");
        await Next(first);
        await Next(_begun);
        var broken = _said;
        _said = Channel.CreateUnbounded<string>();
        broken.Writer.Complete(new TimeoutException());

        await Assert.ThrowsAsync<InvalidOperationException>(() => Next(first));
        await using var again = Watch("a2");
        Say("two");

        Assert.Equal("two", await Next(again));
        Assert.Equal("k by a2", await Next(_begun));
    }

    [Fact]
    public async Task Follower_ThatBreaks_TellsWhoMayNotAnyMoreWhy()
    {
        await using var first = Watch("a1");
        Say("one");
        await Next(first);
        _putOut.Add("a1");
        _said.Writer.Complete(new TimeoutException());

        await Assert.ThrowsAsync<UnknownIdException>(() => Next(first));
    }

    private IAsyncEnumerator<string> Watch(string account) =>
        _watches.Watch("k", new Caller(new AccountId(account), new CustomerId("c1"), Role.Viewer), CancellationToken.None).GetAsyncEnumerator();

    private void Say(string what) => _said.Writer.TryWrite(what);

    private Task Admit(string key, Caller caller) =>
        _putOut.Contains(caller.Account.Value) ? Task.FromException(new UnknownIdException("thing", key)) : Task.CompletedTask;

    private async IAsyncEnumerable<string> Follow(string key, Caller caller, [EnumeratorCancellation] CancellationToken cancel)
    {
        _begun.Writer.TryWrite($"{key} by {caller.Account}");
        try
        {
            await foreach (var value in _said.Reader.ReadAllAsync(cancel))
                yield return value;
        }
        finally
        {
            _ended.Writer.TryWrite(key);
        }
    }

    private static async Task<string> Next(IAsyncEnumerator<string> watcher)
    {
        Assert.True(await watcher.MoveNextAsync().AsTask().WaitAsync(Wait.Long));
        return watcher.Current;
    }

    private static Task<string> Next(Channel<string> channel) => channel.Reader.ReadAsync().AsTask().WaitAsync(Wait.Long);
}
