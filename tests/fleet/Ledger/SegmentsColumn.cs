using System.Globalization;
using Mihari.Tests.Fleet.Cameras;

namespace Mihari.Tests.Fleet.Ledger;

/// <summary>Each acknowledged minute is in the timeline once.</summary>
public sealed class SegmentsColumn() : LedgerColumn("segments")
{
    /// <summary>A minute is stored by its start.</summary>
    private static string Id(SegmentManifest closed) => closed.Start.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    protected override void Count(LedgerFacts facts)
    {
        var stored = facts.Rows(RowKind.Segment);
        foreach (var camera in facts.Cameras)
        {
            var rows = stored[camera.Device].CountBy(row => row.Id, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
            foreach (var closed in camera.Segments.Where(closed => closed.Acknowledged is not null))
            {
                Expect();
                if (rows.ContainsKey(Id(closed)))
                    Find();
                else
                    Lose($"the minute from {Id(closed)} of {camera.Device}, sent {closed.Sent} times");
            }

            foreach (var row in rows.Where(row => row.Value > 1))
                Double($"the minute from {row.Key} of {camera.Device}");
        }
    }
}
