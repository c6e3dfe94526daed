using Azure.Data.Tables;
using Mihari.Timeline;

namespace Mihari.Storage.Timeline;

/// <summary>An entry as a row.</summary>
internal sealed record TimelineRow(DateOnly Day, string Key, TimelineEntry Entry)
{
    private const string RevisionName = "r";
    private const string BodyName = "b";

    /// <summary>What deciding between two revisions needs.</summary>
    public static string[] Head { get; } = [RevisionName];

    /// <summary>What it takes in a request, roughly: binary travels as base64.</summary>
    public int Bytes => (Entry.Body.Length * 4 / 3) + 1_500;

    public static TimelineRow Of(TimelineEntry entry)
    {
        var at = entry.At.ToUnixTimeMilliseconds();
        return new TimelineRow(TimelineKeys.DayOf(at), TimelineKeys.Row(at, entry.Id), entry);
    }

    public static int Revision(TableEntity entity) => entity.GetInt32(RevisionName) ?? 0;

    public static TimelineEntry Read(string owner, TimelineKind kind, DateOnly day, TableEntity entity)
    {
        var (at, id) = TimelineKeys.Read(day, entity.RowKey);
        return new TimelineEntry(owner, kind, DateTimeOffset.FromUnixTimeMilliseconds(at), id, Revision(entity), entity.GetBinary(BodyName) ?? []);
    }

    public TableEntity Build() => new(TimelineKeys.Partition(Entry.Owner, Entry.Kind, Day), Key)
    {
        [RevisionName] = Entry.Revision,
        [BodyName] = BinaryData.FromBytes(Entry.Body),
    };
}
