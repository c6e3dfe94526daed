using System.Collections.Immutable;
using Mihari.Grains.Customers;
using Mihari.Identifiers;

namespace Mihari.Grains.Contracts;

/// <summary>
/// Tells customers of their contracts: those that come while a customer is being told go together in the next call. Each would
/// else write the customer's whole list once, and ten thousand of them ten thousand times.
/// </summary>
internal sealed class ContractRoll(IGrainFactory grains)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<CustomerId, Batch> _next = [];
    private readonly HashSet<CustomerId> _told = [];

    /// <summary>Done when the customer has stored it.</summary>
    /// <exception cref="Mihari.Refusals.UnknownIdException">There is no such customer.</exception>
    public Task Add(CustomerId customer, ContractNumber contract)
    {
        lock (_gate)
        {
            if (!_next.TryGetValue(customer, out var batch))
                _next.Add(customer, batch = new Batch());

            batch.Contracts.Add(contract);
            if (_told.Add(customer))
                _ = Task.Run(() => Tell(customer));

            return batch.Done.Task;
        }
    }

    private async Task Tell(CustomerId customer)
    {
        while (true)
        {
            Batch batch;
            lock (_gate)
            {
                if (!_next.Remove(customer, out batch!))
                {
                    _told.Remove(customer);
                    return;
                }
            }

            try
            {
                await grains.GetGrain<IPortfolioReports>(customer.Value).AddContracts([.. batch.Contracts]);
                batch.Done.SetResult();
            }
            catch (Exception e)
            {
                batch.Done.SetException(e);
            }
        }
    }

    private sealed class Batch
    {
        public List<ContractNumber> Contracts { get; } = [];

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
