using System.Globalization;

namespace Mihari.Tests.Fleet.Ledger;

/// <summary>Each acknowledged event is in the timeline once.</summary>
public sealed class EventsColumn() : LedgerColumn("events")
{
    protected override void Count(LedgerFacts facts)
    {
        var stored = facts.Rows(RowKind.Event);
        foreach (var camera in facts.Cameras)
        {
            var rows = stored[camera.Device].CountBy(row => row.Id, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
            foreach (var fired in camera.Events)
            {
                var count = rows.GetValueOrDefault(fired.Id);
                if (count > 1)
                    Double($"{fired.Id} of {camera.Device}");
                if (fired.Acknowledged is not { } acknowledged)
                    continue;

                Expect();
                if (count > 0)
                    Find();
                else
                    Lose(string.Create(CultureInfo.InvariantCulture, $"{fired.Id} of {camera.Device}, acknowledged at {acknowledged.TotalSeconds:0.000} s, sent {fired.Sent} times"));
            }
        }
    }
}
