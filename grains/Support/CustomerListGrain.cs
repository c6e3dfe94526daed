using System.Collections.Immutable;
using Mihari.Grains.State;
using Mihari.Identifiers;
using Mihari.Support;
using Orleans.Runtime;

namespace Mihari.Grains.Support;

/// <summary>The list of all customers; searched in memory.</summary>
internal sealed class CustomerListGrain([PersistentState("customers")] IPersistentState<CustomerListState> store, TimeProvider time)
    : StatefulGrain<CustomerListState>(store), ISupportReports
{
    public Task AddCustomer(CustomerId customer, string name) => Commit(CustomerList.With(State, customer, name, time.GetUtcNow()));

    public Task<CustomerPage> Find(string search, int skip, int take) => Task.FromResult(CustomerList.Find(State.Customers, search, skip, take));
}

/// <summary>The list, and how it is searched.</summary>
internal static class CustomerList
{
    /// <summary>The list with the customer under that name, and the same list where it is there already.</summary>
    public static CustomerListState With(CustomerListState state, CustomerId customer, string name, DateTimeOffset now)
    {
        var known = state.Customers.FirstOrDefault(c => c.Customer == customer);
        if (known is null)
            return state with { Customers = state.Customers.Add(new CustomerEntry(customer, name, now)) };

        return known.Name == name ? state : state with { Customers = state.Customers.Replace(known, known with { Name = name }) };
    }

    public static CustomerPage Find(ImmutableArray<CustomerEntry> customers, string search, int skip, int take)
    {
        var found = customers
            .Where(c => search.Length == 0 || c.Name.Contains(search, StringComparison.OrdinalIgnoreCase) || c.Customer.Value.Contains(search, StringComparison.OrdinalIgnoreCase))
            .OrderBy(c => c.Name, StringComparer.Ordinal).ThenBy(c => c.Customer.Value, StringComparer.Ordinal)
            .ToList();
        return new CustomerPage(found.Count, [.. found.Skip(skip).Take(take)]);
    }
}
