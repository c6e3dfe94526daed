namespace Mihari.Tests.Fleet.Ledger;

/// <summary>In the end the portal shows each connected camera online.</summary>
public sealed class PresenceColumn() : LedgerColumn("online")
{
    protected override void Count(LedgerFacts facts)
    {
        foreach (var camera in facts.Cameras.Where(camera => camera.IsGreeted))
        {
            Expect();
            var shown = facts.Presence.GetValueOrDefault(camera.Device, "not at all");
            if (shown == "online")
                Find();
            else
                Lose($"{camera.Device} is shown {shown}");
        }
    }
}
