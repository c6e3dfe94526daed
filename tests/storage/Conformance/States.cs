using System.Collections.Immutable;
using Mihari.Identifiers;

namespace Mihari.Tests.Storage.Conformance;

public readonly record struct Span(TimeSpan Length, int Count);

public sealed record Sensor(SensorId Id, DateTimeOffset? Last, bool Open);

/// <summary>One field of each sort that grains keep.</summary>
public sealed record RichState
{
    public string Name { get; init; } = "";

    public string? Remark { get; init; } = "a default that null must not bring back";

    public DateTimeOffset At { get; init; }

    public TimeSpan For { get; init; }

    public double Ratio { get; init; }

    public byte[] Key { get; init; } = [];

    public Span Span { get; init; }

    public DeviceId? Device { get; init; }

    public RoomId Room { get; init; }

    public ImmutableArray<Sensor> Sensors { get; init; } = [];

    public ImmutableArray<int> NeverSet { get; init; }

    public ImmutableDictionary<DeviceId, Sensor> ByDevice { get; init; } = ImmutableDictionary<DeviceId, Sensor>.Empty;

    public ImmutableDictionary<string, Span> ByName { get; init; } = ImmutableDictionary<string, Span>.Empty;
}

public sealed record BlobState
{
    public byte[]? Bytes { get; init; }
}

/// <summary>What a version after <see cref="OldState"/> would store.</summary>
public sealed record NewState
{
    public int Kept { get; init; }

    public string Added { get; init; } = "added";
}

public sealed record OldState
{
    public int Kept { get; init; }

    public int Gone { get; init; } = 7;
}
