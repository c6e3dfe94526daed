using System.Globalization;
using System.Text.Json;

namespace Mihari.Tests.Fleet.Ledger;

/// <summary>Each acknowledged event is within a clip of every camera of its room, and causes one at most.</summary>
public sealed class CapturesColumn() : LedgerColumn("captures")
{
    /// <summary>Times are stored to the millisecond, and a device's clock is told apart from the server's by a guess.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(200);

    protected override void Count(LedgerFacts facts)
    {
        var clips = facts.Rows(RowKind.Clip);
        foreach (var room in facts.Cameras.GroupBy(camera => camera.Room))
        {
            var events = room.SelectMany(camera => camera.Events).Where(fired => fired.Acknowledged is not null).ToList();
            foreach (var camera in room)
            {
                var spans = clips[camera.Device].Select(row => Span(row.Body)).ToList();
                foreach (var doubled in spans.CountBy(span => span.Cause, StringComparer.Ordinal).Where(cause => cause.Value > 1))
                    Double($"{doubled.Value.ToString(CultureInfo.InvariantCulture)} clips of {camera.Device} for {doubled.Key}");

                foreach (var fired in events)
                {
                    Expect();
                    if (spans.Exists(span => span.Cause == fired.Id || (span.From - Tolerance <= fired.At && fired.At <= span.To + Tolerance)))
                        Find();
                    else
                        Lose($"no clip of {camera.Device} for {fired.Id}");
                }
            }
        }
    }

    private static (string Cause, DateTimeOffset From, DateTimeOffset To) Span(JsonElement body) =>
        (body.GetProperty("cause").GetString()!, body.GetProperty("from").GetDateTimeOffset(), body.GetProperty("to").GetDateTimeOffset());
}
