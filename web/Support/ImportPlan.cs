using System.Collections.Immutable;
using Mihari.Contracts;
using Mihari.Identifiers;

namespace Mihari.Web.Support;

/// <summary>What of a file is new, contract by contract, after it was held against what is registered.</summary>
internal sealed record ImportPlan(ImmutableArray<ImportGroup> Groups, int Unchanged, ImmutableArray<ImportFault> Faults)
{
    /// <summary>Judges the rows for a customer.</summary>
    public static ImportPlan Make(
        CustomerId customer, ImmutableArray<ImportRow> rows, IReadOnlyCollection<RegisteredContract> contracts, IReadOnlyCollection<RegisteredDevice> devices)
    {
        var contractOf = contracts.ToDictionary(c => c.Number);
        var deviceOf = devices.ToDictionary(d => d.Device, d => d.Contract);
        var members = contracts.SelectMany(c => c.Devices.Select(d => (c.Number, d))).ToHashSet();
        var deleted = contracts.SelectMany(c => c.Deleted).ToHashSet();
        var faults = ImmutableArray.CreateBuilder<ImportFault>();
        var added = new List<ImportRow>();
        var unchanged = 0;
        foreach (var row in rows)
        {
            var contract = contractOf.GetValueOrDefault(row.Contract);
            var isElsewhere = deviceOf.TryGetValue(row.Device, out var registered) && registered != row.Contract;
            if (contract is not null && contract.Customer != customer)
                faults.Add(new ImportFault(row.Line, ImportField.Contract, ImportRule.OthersContract));
            else if (contract is { IsDeleted: true })
                faults.Add(new ImportFault(row.Line, ImportField.Contract, ImportRule.ContractDeleted));
            else if (isElsewhere)
                faults.Add(new ImportFault(row.Line, ImportField.Mac, ImportRule.OtherContract, registered.Value));
            else if (deleted.Contains(row.Device))
                faults.Add(new ImportFault(row.Line, ImportField.Mac, ImportRule.DeviceDeleted));
            else if (members.Contains((row.Contract, row.Device)))
                unchanged++;
            else
                added.Add(row);
        }

        return new ImportPlan([.. added.GroupBy(r => r.Contract).Select(g => new ImportGroup(g.Key, [.. g]))], unchanged, faults.ToImmutable());
    }
}

/// <summary>The new devices of one contract.</summary>
internal sealed record ImportGroup(ContractNumber Contract, ImmutableArray<ImportRow> Rows);
