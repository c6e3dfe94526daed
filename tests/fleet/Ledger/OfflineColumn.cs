using System.Globalization;

namespace Mihari.Tests.Fleet.Ledger;

/// <summary>No camera is reported as disconnected that was not away for as long as the hold-down; duplicated are those that were.</summary>
public sealed class OfflineColumn() : LedgerColumn("false offline")
{
    protected override void Count(LedgerFacts facts)
    {
        var troubles = facts.Rows(RowKind.Trouble);
        foreach (var camera in facts.Cameras)
        {
            foreach (var trouble in troubles[camera.Device].Where(row => row.Id.StartsWith("NetworkDisconnected", StringComparison.Ordinal)).DistinctBy(row => row.Id))
            {
                Find();
                if (camera.LongestOutage < facts.HoldDown)
                    Double(string.Create(CultureInfo.InvariantCulture, $"{camera.Device} is reported, and was away for {camera.LongestOutage.TotalSeconds:0.0} s at most: {trouble.Id}"));
                else
                    Expect();
            }
        }
    }
}
