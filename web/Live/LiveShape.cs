using Mihari.Projections;

namespace Mihari.Web.Live;

/// <summary>How a projection's snapshot is put together, so that one feed serves all of them.</summary>
/// <param name="Items">The items of a snapshot.</param>
/// <param name="With">The snapshot with other items.</param>
/// <param name="SameFrame">Whether two snapshots say the same apart from their items.</param>
/// <param name="Fits">Whether an item fits the frame; where not, the frame is out of date.</param>
internal sealed record LiveShape<TSnapshot, TItem>(
    Func<TSnapshot, ProjectionSnapshot<TItem>> Items,
    Func<TSnapshot, ProjectionSnapshot<TItem>, TSnapshot> With,
    Func<TSnapshot, TSnapshot, bool> SameFrame,
    Func<TSnapshot, TItem, bool> Fits);
