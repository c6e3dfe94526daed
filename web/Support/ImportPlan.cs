using System.Collections.Immutable;
using Mihari.Contracts;
using Mihari.Identifiers;

namespace Mihari.Web.Support;

/// <summary>What of a file is new, contract by contract, after it was held against what is registered.</summary>
/// <param name="Groups">What is to be registered.</param>
/// <param name="Keyless">
/// Registered already and never connected, and the file brings no key: their keys may have been made for a file that nobody could fetch.
/// </param>
/// <param name="Unchanged">Rows that are registered already.</param>
/// <param name="Faults">What speaks against it.</param>
internal sealed record ImportPlan(
    ImmutableArray<ImportGroup> Groups, ImmutableArray<ImportGroup> Keyless, int Unchanged, ImmutableArray<ImportFault> Faults)
{
    /// <summary>Judges the rows for a customer.</summary>
    public static ImportPlan Make(
        CustomerId customer, ImmutableArray<ImportRow> rows, IReadOnlyCollection<RegisteredContract> contracts, IReadOnlyCollection<RegisteredDevice> devices)
    {
        var contractOf = contracts.ToDictionary(c => c.Number);
        var deviceOf = devices.ToDictionary(d => d.Device);
        var members = contracts.SelectMany(c => c.Devices.Select(d => (c.Number, d))).ToHashSet();
        var deleted = contracts.SelectMany(c => c.Deleted).ToHashSet();
        var faults = ImmutableArray.CreateBuilder<ImportFault>();
        var added = new List<ImportRow>();
        var keyless = new List<ImportRow>();
        var unchanged = 0;
        foreach (var row in rows)
        {
            var contract = contractOf.GetValueOrDefault(row.Contract);
            var isElsewhere = deviceOf.TryGetValue(row.Device, out var registered) && registered.Contract != row.Contract;
            if (contract is not null && contract.Customer != customer)
                faults.Add(new ImportFault(row.Line, ImportField.Contract, ImportRule.OthersContract));
            else if (contract is { IsDeleted: true })
                faults.Add(new ImportFault(row.Line, ImportField.Contract, ImportRule.ContractDeleted));
            else if (isElsewhere)
                faults.Add(new ImportFault(row.Line, ImportField.Mac, ImportRule.OtherContract, registered!.Contract.Value));
            else if (deleted.Contains(row.Device))
                faults.Add(new ImportFault(row.Line, ImportField.Mac, ImportRule.DeviceDeleted));
            else if (members.Contains((row.Contract, row.Device)))
            {
                unchanged++;
                if (row.Key is null && registered is { HasConnected: false })
                    keyless.Add(row);
            }
            else
                added.Add(row);
        }

        return new ImportPlan(ByContract(added), ByContract(keyless), unchanged, faults.ToImmutable());
    }

    private static ImmutableArray<ImportGroup> ByContract(List<ImportRow> rows) =>
        [.. rows.GroupBy(r => r.Contract).Select(g => new ImportGroup(g.Key, [.. g]))];
}

/// <summary>Devices of one contract.</summary>
internal sealed record ImportGroup(ContractNumber Contract, ImmutableArray<ImportRow> Rows);
