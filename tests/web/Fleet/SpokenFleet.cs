using System.Threading.Channels;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Web.Fleet;

namespace Mihari.Tests.Web.Fleet;

/// <summary>A fleet that says what the test says.</summary>
internal sealed class SpokenFleet : IFleets
{
    private readonly Channel<FleetSnapshot> _said = Channel.CreateUnbounded<FleetSnapshot>();
    private FleetSnapshot? _last;

    public CustomerId? Asked { get; private set; }

    public Exception? Failure { get; set; }

    public void Say(FleetSnapshot fleet) => _said.Writer.TryWrite(_last = fleet);

    public IAsyncEnumerable<FleetSnapshot> Watch(Caller caller, CustomerId customer, CancellationToken cancel) => _said.Reader.ReadAllAsync(cancel);

    public Task<FleetSnapshot?> Get(Caller caller, CustomerId customer, TimeSpan patience, CancellationToken cancel)
    {
        Asked = customer;
        return Failure is { } failure ? Task.FromException<FleetSnapshot?>(failure) : Task.FromResult(_last);
    }
}
