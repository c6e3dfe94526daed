namespace Mihari.Web.Fleet;

/// <summary>What the list is ordered by.</summary>
public enum FleetSort
{
    /// <summary>Building, room, name.</summary>
    Place = 0,
    Name = 1,

    /// <summary>What needs somebody first.</summary>
    State = 2,

    /// <summary>Since when it is connected or not, the newest change first.</summary>
    Since = 3,

    /// <summary>Life left of the SD card, the least first; unknown ones last.</summary>
    Life = 4,

    /// <summary>The oldest first; unknown ones last.</summary>
    Firmware = 5,
    Mac = 6,
}

/// <summary>Which cameras of the fleet are asked for, and in which order.</summary>
public sealed record FleetFilter
{
    /// <summary>Of <see cref="Text"/>, in characters.</summary>
    public const int LongestText = 100;

    public static readonly FleetFilter Everything = new();

    /// <summary>Words, all of which are in names, room, building, MAC address, SPID, model or firmware; empty: any.</summary>
    public string Text { get; init; } = "";

    /// <summary>The id of a building; null: any.</summary>
    public string? Building { get; init; }

    /// <summary>The id of a room; null: any.</summary>
    public string? Room { get; init; }

    /// <summary>Any of these; none: all.</summary>
    public FleetStates States { get; init; }

    /// <summary>That firmware; null: any.</summary>
    public string? Firmware { get; init; }

    /// <summary>Only those whose firmware is older than the newest of the same model in the fleet.</summary>
    public bool IsOutdated { get; init; }

    /// <summary>Life left of the SD card, from, 0 to 100; null: from any. Where either is set, cards of unknown life are not asked for.</summary>
    public int? LifeFrom { get; init; }

    /// <summary>To, 0 to 100.</summary>
    public int? LifeTo { get; init; }

    public FleetSort Sort { get; init; }

    public bool IsDescending { get; init; }

    /// <summary>Whether it lets everything through.</summary>
    public bool IsEmpty => this with { Sort = default, IsDescending = false, Text = Text.Trim() } == Everything;

    /// <summary>The same order of everything.</summary>
    public FleetFilter Cleared => Everything with { Sort = Sort, IsDescending = IsDescending };
}
