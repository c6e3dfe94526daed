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
    public async Task Call_OfAMessageWhoseSiloIsLost_IsMadeAgainWithWhatItIsOf()
    {
        var calls = new List<string>();
        var answer = _patience.Call(
            message =>
            {
                calls.Add(message);
                return calls.Count == 1 ? Task.FromException(new SiloUnavailableException("gone")) : calls.Count == 2 ? throw new SiloUnavailableException("gone") : Task.CompletedTask;
            },
            "motion",
            CancellationToken.None);

        _time.Advance(TimeSpan.FromMilliseconds(400));
        await answer;

        Assert.Equal(["motion", "motion", "motion"], calls);
    }

    [Fact]
    public async Task Call_ThatIsMadeAgain_HasTheTimeThatIsLeft()
    {
        var (first, calls) = (new TaskCompletionSource(), 0);
        var call = _patience.Call(_ => ++calls == 1 ? first.Task : new TaskCompletionSource().Task, "it", CancellationToken.None);
        _time.Advance(new GatewayOptions().GrainTimeout - TimeSpan.FromSeconds(1));
        first.SetException(new SiloUnavailableException("gone"));

        _time.Advance(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<TimeoutException>(() => call);
    }

    [Fact]
    public async Task Call_OfAMessageWhoseConnectionIsOver_Ends()
    {
        using var over = new CancellationTokenSource();
        var call = _patience.Call(never => never.Task, new TaskCompletionSource(), over.Token);

        await over.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task Call_ThatIsNotAnswered_EndsAfterTheTimeout()
    {
        var call = _patience.Call(never => never.Task, new TaskCompletionSource(), CancellationToken.None);

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

        await Assert.ThrowsAsync<IOException>(() => _patience.Call(_ => ++calls > 0 ? throw new IOException("full") : Task.CompletedTask, "it", CancellationToken.None));

        Assert.Equal(1, calls);
    }
}
