using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Mihari.Silo.Gateway;
using Orleans.Runtime;

namespace Mihari.Tests.Silo.Gateway;

public sealed class GrainPatienceTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly GrainPatience _patience;

    public GrainPatienceTests() => _patience = new GrainPatience(Options.Create(new GatewayOptions()), _time);

    [Fact]
    public async Task Call_OfAGrainWhoseSiloIsLost_IsMadeAgain()
    {
        var calls = 0;
        var answer = _patience.Call(
            _ => ++calls == 1 ? Task.FromException<string>(new SiloUnavailableException("gone")) : Task.FromResult("here"), CancellationToken.None);
        var before = calls;

        _time.Advance(TimeSpan.FromMilliseconds(400));

        Assert.Equal((1, "here", 2), (before, await answer, calls));
    }

    [Fact]
    public async Task Call_ThatIsNotAnswered_EndsAfterTheTimeout()
    {
        var call = _patience.Call(() => new TaskCompletionSource().Task, CancellationToken.None);

        _time.Advance(new GatewayOptions().GrainTimeout);

        await Assert.ThrowsAsync<TimeoutException>(() => call);
    }

    [Fact]
    public async Task Call_ThatIsGivenUp_IsToldByItsToken()
    {
        CancellationToken seen = default;
        var call = _patience.Call(
            over =>
            {
                seen = over;
                return new TaskCompletionSource<bool>().Task;
            },
            CancellationToken.None);
        var before = seen.IsCancellationRequested;

        _time.Advance(new GatewayOptions().GrainTimeout);

        await Assert.ThrowsAsync<TimeoutException>(() => call);
        Assert.Equal((false, true), (before, seen.IsCancellationRequested));
    }

    [Fact]
    public async Task Call_ThatFailsByItself_IsNotMadeAgain()
    {
        var calls = 0;

        await Assert.ThrowsAsync<IOException>(() => _patience.Call(() => ++calls > 0 ? throw new IOException("full") : Task.CompletedTask, CancellationToken.None));

        Assert.Equal(1, calls);
    }
}
