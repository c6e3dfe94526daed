using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Mihari.Health;
using Mihari.Tests.Web.Hosts;
using Mihari.Web.Live;
using Xunit;

namespace Mihari.Tests.Web.Live;

/// <summary>What viewers are told about the servers, and when.</summary>
public sealed class ServiceWatchTests : IAsyncLifetime
{
    private readonly Clock _time = new();
    private readonly Silos _silos = new();
    private readonly Channel<bool> _told = Channel.CreateUnbounded<bool>();
    private readonly ServiceWatch _watch;

    public ServiceWatchTests()
    {
        _watch = new ServiceWatch(new FakeGrains().Put<IClusterHealth>("portal", _silos).Factory, _time, NullLogger<ServiceWatch>.Instance);
        _watch.Changed += () => _told.Writer.TryWrite(true);
    }

    public async Task InitializeAsync()
    {
        await _watch.StartAsync(default);
        await _time.Watched();
    }

    public Task DisposeAsync() => _watch.StopAsync(default);

    [Theory]
    [InlineData("membership", PartState.Degraded, "Degraded")]
    [InlineData("storage", PartState.Degraded, "Degraded")]
    [InlineData("storage", PartState.Down, "NotKeeping")]
    public async Task Part_ThatIsAwayAtTwoLooks_IsTold(string part, PartState state, string expected)
    {
        _silos.Answer = () => Task.FromResult<ImmutableArray<PartHealth>>([new PartHealth(part, state)]);

        await Look();
        await Look(); // By the second question the first answer has been thought over.
        Assert.Equal(ServiceState.Well, _silos.ShownWhenAsked);
        await Told();

        Assert.Equal(expected, _watch.State.ToString());
    }

    [Fact]
    public async Task Silos_ThatDoNotAnswer_AreOutOfReachUntilOneDoes()
    {
        _silos.Answer = () => Task.FromException<ImmutableArray<PartHealth>>(new TimeoutException("no silo"));
        await Look();
        await Look();
        await Told();
        Assert.Equal(ServiceState.OutOfReach, _watch.State);

        _silos.Answer = () => Task.FromResult(ImmutableArray<PartHealth>.Empty);
        await Look();
        await Told();

        Assert.Equal(ServiceState.Well, _watch.State);
    }

    private Task Told() => _told.Reader.ReadAsync().AsTask().WaitAsync(Wait.Long);

    private async Task Look()
    {
        _silos.Shown = () => _watch.State;
        _time.Advance(TimeSpan.FromSeconds(2));
        await _silos.Asked();
    }

    private sealed class Silos : IClusterHealth
    {
        private readonly Channel<bool> _asked = Channel.CreateUnbounded<bool>();

        public Func<Task<ImmutableArray<PartHealth>>> Answer { get; set; } = null!;

        public Func<ServiceState> Shown { get; set; } = null!;

        public ServiceState ShownWhenAsked { get; private set; }

        public Task Asked() => _asked.Reader.ReadAsync().AsTask().WaitAsync(Wait.Long);

        public Task<ImmutableArray<PartHealth>> Get()
        {
            ShownWhenAsked = Shown();
            _asked.Writer.TryWrite(true);
            return Answer();
        }
    }

    /// <summary>A clock held by the test, which tells when something begins to wait for it.</summary>
    private sealed class Clock : FakeTimeProvider
    {
        private readonly Channel<bool> _timers = Channel.CreateUnbounded<bool>();

        public Task Watched() => _timers.Reader.ReadAsync().AsTask().WaitAsync(Wait.Long);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _timers.Writer.TryWrite(true);
            return timer;
        }
    }
}
