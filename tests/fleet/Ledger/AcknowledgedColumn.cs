using Mihari.Tests.Fleet.Cameras;

namespace Mihari.Tests.Fleet.Ledger;

/// <summary>Each message that was sent has been acknowledged.</summary>
public sealed class AcknowledgedColumn() : LedgerColumn("acknowledged")
{
    protected override void Count(LedgerFacts facts)
    {
        foreach (var sent in facts.Cameras.SelectMany(camera => camera.Events.AsEnumerable<SentMessage>().Concat(camera.Segments).Concat(camera.Statuses)))
        {
            Expect();
            if (sent.Acknowledged is not null)
                Find();
            else
                Lose($"{sent.Channel} of {sent.Device}, sent {sent.Sent} times");
        }
    }
}
