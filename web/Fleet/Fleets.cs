using Microsoft.Extensions.Options;
using Mihari.Accounts;
using Mihari.Customers;
using Mihari.Identifiers;
using Mihari.Web.Live;

namespace Mihari.Web.Fleet;

/// <summary>The fleets that this node follows. Every caller is checked by the customer's grain before (design, rule 7).</summary>
internal sealed class Fleets : IFleets, IAsyncDisposable
{
    private readonly SharedWatches<CustomerId, FleetSnapshot> _fleets;
    private readonly TimeProvider _time;

    public Fleets(ILiveFeeds feeds, IGrainFactory grains, IOptions<FleetOptions> options, TimeProvider time, FleetInstruments instruments, ILogger<Fleets> log)
    {
        _time = time;
        _fleets = new(
            (customer, caller, cancel) => new FleetFollower(feeds, customer, caller, time, instruments, log).Follow(cancel),
            (customer, caller) => grains.GetGrain<ICustomerGrain>(customer.Value).GetPortfolio(caller),
            options.Value.Grace,
            time);
    }

    public IAsyncEnumerable<FleetSnapshot> Watch(Caller caller, CustomerId customer, CancellationToken cancel) => _fleets.Watch(customer, caller, cancel);

    public async Task<FleetSnapshot?> Get(Caller caller, CustomerId customer, TimeSpan patience, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        FleetSnapshot? known = null;
        try
        {
            await foreach (var fleet in _fleets.Watch(customer, caller, either.Token))
            {
                known = fleet;
                if (fleet.IsComplete)
                    break;
            }
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            // As far as it is known.
        }

        return known;
    }

    public ValueTask DisposeAsync() => _fleets.DisposeAsync();
}
