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
[GenerateSerializer, Immutable, Alias("Mihari.ProjectionDelta`1")]
public sealed record ProjectionDelta<T>(
    [property: Id(0)] ProjectionPosition Position,
    [property: Id(1)] ImmutableArray<T> Changed,
    [property: Id(2)] ImmutableArray<string> Removed);

/// <summary>An item of a projection.</summary>
public interface IProjected
{
    /// <summary>Identifies it within its projection.</summary>
    string Key { get; }
}
