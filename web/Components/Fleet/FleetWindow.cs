namespace Mihari.Web.Components.Fleet;

/// <summary>
/// The rows that are drawn of many: what is on screen and some before and after it. Pictures stand in columns, and rows of them are whole.
/// </summary>
/// <param name="First">The first that is drawn.</param>
/// <param name="Size">How many at most.</param>
/// <param name="Columns">How many stand side by side.</param>
public readonly record struct FleetWindow(int First, int Size, int Columns)
{
    /// <summary>No screen has more, and what a browser asks for is no reason to draw everything.</summary>
    private const int MostDrawn = 300;

    private const int MostColumns = 24;

    /// <summary>Before the browser has said how large it is.</summary>
    public static FleetWindow Begin(bool isWall) => isWall ? new(0, 24, 4) : new(0, 40, 1);

    /// <summary>What a browser asks for, within bounds.</summary>
    public static FleetWindow Of(int first, int size, int columns)
    {
        var across = Math.Clamp(columns, 1, MostColumns);
        var start = Math.Max(0, first);
        return new(start - (start % across), Math.Clamp(size, 1, MostDrawn), across);
    }

    /// <summary>Where it stands of so many: never after their end.</summary>
    public FleetWindow Within(int count)
    {
        var last = Math.Max(0, count - Size);
        var start = Math.Min(First, last + ((Columns - (last % Columns)) % Columns));
        return this with { First = start - (start % Columns) };
    }

    /// <summary>How many of so many are drawn.</summary>
    public int Drawn(int count) => Math.Clamp(count - First, 0, Size);

    /// <summary>Lines above that are not drawn.</summary>
    public int LinesBefore => First / Columns;

    /// <summary>Lines below that are not drawn.</summary>
    public int LinesAfter(int count) => Lines(count) - LinesBefore - Lines(Drawn(count));

    private int Lines(int count) => (count + Columns - 1) / Columns;
}
