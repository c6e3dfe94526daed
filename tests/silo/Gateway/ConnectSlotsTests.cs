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

        first!.Value.Dispose();

        Assert.True(waited);
        Assert.NotNull(await second);
    }

    [Fact]
    public async Task Enter_WhereTheWaitWouldBeLongerThanDevicesWait_IsTurnedAwayAtOnce()
    {
        for (var slow = 0; slow < 32; slow++)
        {
            using var slot = await _slots.Enter(CancellationToken.None);
            _time.Advance(TimeSpan.FromSeconds(9));
        }

        using var taken = await _slots.Enter(CancellationToken.None);

        Assert.Null(await _slots.Enter(CancellationToken.None));
    }

    [Fact]
    public async Task Enter_OfADeviceThatGaveUp_LeavesTheTurnToTheNext()
    {
        using var gone = new CancellationTokenSource();
        var first = await _slots.Enter(CancellationToken.None);
        var second = _slots.Enter(gone.Token);
        var third = _slots.Enter(CancellationToken.None);

        await gone.CancelAsync();
        first!.Value.Dispose();

        Assert.Null(await second);
        Assert.NotNull(await third);
    }
}
