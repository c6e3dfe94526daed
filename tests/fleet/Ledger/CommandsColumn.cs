namespace Mihari.Tests.Fleet.Ledger;

/// <summary>The camera is asked for each of its clips, and never again once its answer was acknowledged.</summary>
public sealed class CommandsColumn() : LedgerColumn("commands")
{
    protected override void Count(LedgerFacts facts)
    {
        var clips = facts.Rows(RowKind.Clip);
        foreach (var camera in facts.Cameras)
        {
            var asked = camera.Commands.Values.Where(command => command.Clip is not null).ToLookup(command => command.Clip!, StringComparer.Ordinal);
            foreach (var clip in clips[camera.Device].Select(row => row.Id).Distinct(StringComparer.Ordinal))
            {
                Expect();
                if (asked.Contains(clip))
                    Find();
                else
                    Lose($"{camera.Device} was never asked for {clip}");
            }

            foreach (var clip in asked.Where(commands => commands.Count() > 1 && commands.Any(command => command.IsAnswered)))
                Double($"{camera.Device} was asked for {clip.Key} by several commands");
        }
    }
}
