namespace Mihari.Tests.Fleet.Ledger;

/// <summary>In the end every camera is connected, and nothing it has sent waits for an acknowledgement.</summary>
public sealed class ConnectedColumn() : LedgerColumn("connected")
{
    protected override void Count(LedgerFacts facts)
    {
        foreach (var camera in facts.Cameras)
        {
            Expect();
            if (camera is { IsGreeted: true, Waiting: 0 })
                Find();
            else
                Lose($"{camera.Device}: {(camera.IsGreeted ? "connected" : "not connected")}, {camera.Waiting} events not acknowledged, refused {camera.Refusals} times");
        }
    }
}
