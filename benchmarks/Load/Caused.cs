using Mihari.Tests.Fleet.Ledger;

namespace Mihari.Benchmarks.Load;

/// <summary>When the commands came that events have caused. Which event caused a command, the timeline's entry of its clip says.</summary>
internal static class Caused
{
    /// <summary>By the event's id: when each command was there, a command a camera.</summary>
    public static ILookup<string, TimeSpan> Commands(LedgerFacts facts)
    {
        var causes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var clip in facts.Rows(RowKind.Clip).SelectMany(rows => rows))
            causes[clip.Id] = clip.Body.GetProperty("cause").GetString()!;

        return facts.Cameras
            .SelectMany(camera => camera.Commands.Values)
            .Where(command => command.Clip is not null)
            .GroupBy(command => command.Clip!, (clip, commands) => (Cause: causes.GetValueOrDefault(clip, ""), At: commands.Min(command => command.FirstCame)), StringComparer.Ordinal)
            .ToLookup(command => command.Cause, command => command.At, StringComparer.Ordinal);
    }
}
