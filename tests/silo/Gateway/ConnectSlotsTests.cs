using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Mihari.Silo.Gateway;

namespace Mihari.Tests.Silo.Gateway;

public sealed class ConnectSlotsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ConnectSlots _slots;

    public ConnectSlotsTests() => _slots = new ConnectSlots(Options.Create(new GatewayOptions { ConcurrentAuthentications = 1 }), _time);

    public void Dispose() => _slots.Dispose();

    [Fact]
    public async Task Enter_WhileAllAreTaken_WaitsForOne()
    {
        var first = await _slots.Enter(CancellationToken.None);
        var second = _slots.Enter(CancellationToken.None);
        var waited = !second.IsCompleted;

        first.Dispose();

        Assert.True(waited);
        using var turn = await second;
    }

    [Fact]
    public async Task Enter_WaitingForTooLong_IsTurnedAway()
    {
        using var taken = await _slots.Enter(CancellationToken.None);
        var second = _slots.Enter(CancellationToken.None);

        _time.Advance(TimeSpan.FromSeconds(5));

        await Assert.ThrowsAsync<TooManyDevicesException>(() => second);
    }

    [Fact]
    public async Task Enter_WhereTheWaitWouldBeLongerThanDevicesWait_IsTurnedAwayAtOnce()
    {
        for (var slow = 0; slow < 600; slow++)
        {
            using var slot = await _slots.Enter(CancellationToken.None);
            _time.Advance(TimeSpan.FromSeconds(9));
        }

        using var taken = await _slots.Enter(CancellationToken.None);

        await Assert.ThrowsAsync<TooManyDevicesException>(() => _slots.Enter(CancellationToken.None));
    }

    [Fact]
    public async Task Enter_AfterOnePause_TurnsNobodyAway()
    {
        using (await _slots.Enter(CancellationToken.None))
            _time.Advance(TimeSpan.FromSeconds(9));

        var taken = await _slots.Enter(CancellationToken.None);
        var others = Enumerable.Range(0, 100).Select(_ => _slots.Enter(CancellationToken.None)).ToList();
        taken.Dispose();
        foreach (var other in others)
            (await other).Dispose();
    }

    [Fact]
    public async Task Enter_OfADeviceThatGaveUp_LeavesTheTurnToTheNext()
    {
        using var gone = new CancellationTokenSource();
        var first = await _slots.Enter(CancellationToken.None);
        var second = _slots.Enter(gone.Token);
        var third = _slots.Enter(CancellationToken.None);

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        first.Dispose();

        using var turn = await third;
    }
}
