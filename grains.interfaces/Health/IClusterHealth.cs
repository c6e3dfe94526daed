using System.Collections.Immutable;

namespace Mihari.Health;

/// <summary>How the servers themselves are, as the silo that answers sees it; key: anything. It tells nothing of any customer.</summary>
[Alias("Mihari.IClusterHealth")]
public interface IClusterHealth : IGrainWithStringKey
{
    /// <summary>What is not well, by the same checks as <c>/health/ready</c>; looked at again after at most 2 s.</summary>
    [Alias("Get")]
    Task<ImmutableArray<PartHealth>> Get();
}

/// <summary>How far a part of the servers is away.</summary>
public enum PartState
{
    /// <summary>All works, and may be slower or without its safety net.</summary>
    Degraded = 1,

    /// <summary>It does not work.</summary>
    Down = 2,
}

/// <summary>A part that is not well.</summary>
/// <param name="Part">The check's name: <c>storage</c>, <c>membership</c>, <c>gateway</c>.</param>
/// <param name="State">How far it is away.</param>
[GenerateSerializer, Immutable, Alias("Mihari.PartHealth")]
public sealed record PartHealth(
    [property: Id(0)] string Part,
    [property: Id(1)] PartState State);
