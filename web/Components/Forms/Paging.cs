using System.Collections.Immutable;

namespace Mihari.Web.Components.Forms;

/// <summary>Which part of a list is shown.</summary>
/// <param name="Total">How many there are.</param>
/// <param name="Size">How many a page has.</param>
/// <param name="Page">Which page, from 0; beyond the last one counts as the last.</param>
public readonly record struct Paging(int Total, int Size = 10, int Page = 0)
{
    /// <summary>The sizes on offer.</summary>
    public static readonly ImmutableArray<int> Sizes = [10, 25, 50, 100];

    /// <summary>How many pages there are, at least one.</summary>
    public int Pages => Math.Max(1, (Total + Size - 1) / Size);

    /// <summary>The page that is shown.</summary>
    public int Current => Math.Clamp(Page, 0, Pages - 1);

    /// <summary>The first row that is shown, from 1; 0 where there is none.</summary>
    public int From => Total == 0 ? 0 : (Current * Size) + 1;

    /// <summary>The last row that is shown.</summary>
    public int To => Math.Min(Total, (Current + 1) * Size);

    /// <summary>The rows that are shown.</summary>
    public ImmutableArray<T> Of<T>(IEnumerable<T> rows) => [.. rows.Skip(Current * Size).Take(Size)];

    /// <summary>The pages to offer: the first, the last and those around the current one; null stands for those left out.</summary>
    public ImmutableArray<int?> Offered()
    {
        var offered = ImmutableArray.CreateBuilder<int?>();
        for (var page = 0; page < Pages; page++)
        {
            if (page == 0 || page == Pages - 1 || Math.Abs(page - Current) <= 1)
                offered.Add(page);
            else if (offered[^1] is not null)
                offered.Add(null);
        }

        return offered.ToImmutable();
    }
}
