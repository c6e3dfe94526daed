using System.Collections.Immutable;

namespace Mihari.Projections;

/// <summary>
/// Where a projection stands: the incarnation changes when its grain starts anew, the sequence goes up by one a delta.
/// A reader that sees another incarnation, or a sequence it did not expect, fetches a snapshot (design, rule 5).
/// </summary>
[GenerateSerializer, Immutable, Alias("Mihari.ProjectionPosition")]
public readonly record struct ProjectionPosition(
    [property: Id(0)] string Incarnation,
    [property: Id(1)] long Sequence);

/// <summary>All items of a projection at a position.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.ProjectionSnapshot`1")]
public sealed record ProjectionSnapshot<T>(
    [property: Id(0)] ProjectionPosition Position,
    [property: Id(1)] ImmutableArray<T> Items);

/// <summary>What changed since the position before: whole items by last value, and keys that are gone.</summary>
/// <param name="Position">Where it leads.</param>
/// <param name="Changed">Items that are new or others now.</param>
/// <param name="Removed">Keys of items that are gone.</param>
/// <param name="IsReframed">What surrounds the items, as the name of the whole, has changed too: a reader fetches a snapshot.</param>
[GenerateSerializer, Immutable, Alias("Mihari.ProjectionDelta`1")]
public sealed record ProjectionDelta<T>(
    [property: Id(0)] ProjectionPosition Position,
    [property: Id(1)] ImmutableArray<T> Changed,
    [property: Id(2)] ImmutableArray<string> Removed,
    [property: Id(3)] bool IsReframed = false);

/// <summary>An item of a projection.</summary>
public interface IProjected
{
    /// <summary>Identifies it within its projection.</summary>
    string Key { get; }
}
