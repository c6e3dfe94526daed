using System.Globalization;
using Mihari.Tests.Fleet.Cameras;
using Mihari.Tests.Fleet.Ledger;

namespace Mihari.Benchmarks.Dashboards;

/// <summary>What a dashboard or a page of a building showed: when which camera began to record.</summary>
/// <param name="Building">Its id.</param>
/// <param name="Recordings">By the camera's id.</param>
internal sealed record Watcher(string Building, ILookup<string, TimeSpan> Recordings);

/// <summary>A camera that did not record begins to, because of a motion.</summary>
/// <param name="Camera">Its id.</param>
/// <param name="Building">The id of its building.</param>
/// <param name="Due">When the motion was due.</param>
internal sealed record Change(string Camera, string Building, TimeSpan Due)
{
    /// <summary>The page's clock has whole milliseconds.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(2);

    /// <summary>By the clips that the store has.</summary>
    /// <param name="fired">The motions that count.</param>
    /// <param name="facts">With the clips.</param>
    /// <param name="camerasOfABuilding">By their numbers, as <see cref="Mihari.Tests.Fleet.Property.VirtualProperty"/> places them.</param>
    public static List<Change> Of(IEnumerable<MotionEvent> fired, LedgerFacts facts, int camerasOfABuilding)
    {
        var causes = fired.ToDictionary(motion => motion.Id, StringComparer.Ordinal);
        var buildings = facts.Cameras.Index().ToDictionary(
            camera => camera.Item.Device, camera => (1 + (camera.Index / camerasOfABuilding)).ToString("x32", CultureInfo.InvariantCulture), StringComparer.Ordinal);
        var changes = new List<Change>();
        foreach (var rows in facts.Rows(RowKind.Clip))
        {
            var clips = rows.DistinctBy(row => row.Id).Select(row => (Cause: row.Body.GetProperty("cause").GetString()!, From: Time(row, "from"), At: Time(row, "triggeredAt"), To: Time(row, "to"))).ToList();
            changes.AddRange(clips
                .Where(clip => causes.ContainsKey(clip.Cause) && !clips.Exists(other => other.From < clip.From && other.To >= clip.At))
                .Select(clip => new Change(rows.Key, buildings[rows.Key], causes[clip.Cause].Due)));
        }

        return changes;
    }

    /// <summary>How long it took until it was shown, one for each who watches; those to whom it never was are left out, and the ledger's.</summary>
    public static IEnumerable<TimeSpan> Shown(IEnumerable<Change> changes, IReadOnlyCollection<Watcher> watchers)
    {
        var byBuilding = watchers.ToLookup(watcher => watcher.Building, StringComparer.Ordinal);
        foreach (var change in changes)
        {
            foreach (var watcher in byBuilding[change.Building])
            {
                if (change.ShownBy(watcher) is { } at)
                    yield return at - change.Due;
            }
        }
    }

    /// <summary>When it was; null: never.</summary>
    public TimeSpan? ShownBy(Watcher watcher)
    {
        var since = watcher.Recordings[Camera].Where(at => at >= Due - Tolerance).ToList();
        return since.Count == 0 ? null : since.Min();
    }

    private static DateTimeOffset Time(TimelineRow row, string name) => row.Body.GetProperty(name).GetDateTimeOffset();
}

/// <summary>Each change is shown by each who watches its building.</summary>
internal sealed class ShownColumn(string name, Func<LedgerFacts, List<Change>> changes, IReadOnlyCollection<Watcher> watchers) : LedgerColumn(name)
{
    protected override void Count(LedgerFacts facts)
    {
        var byBuilding = watchers.ToLookup(watcher => watcher.Building, StringComparer.Ordinal);
        foreach (var change in changes(facts))
        {
            foreach (var watcher in byBuilding[change.Building])
            {
                Expect();
                if (change.ShownBy(watcher) is not null)
                    Find();
                else
                    Lose(string.Create(CultureInfo.InvariantCulture, $"{change.Camera} was not shown to record from {change.Due.TotalSeconds:0.000} s on"));
            }
        }
    }
}
