using System.Collections.Immutable;
using Mihari.Grains.Audit;
using Mihari.Identifiers;
using Mihari.Recordings;

namespace Mihari.Grains.Recordings;

/// <summary>What is stored of a camera's exports.</summary>
internal sealed record ExportsState : AuditedState
{
    public int Version { get; init; } = 1;

    /// <summary>In the order in which they were asked for.</summary>
    public ImmutableArray<ExportRecord> Exports { get; init; } = [];

    /// <summary>Files of exports that are gone from the list and may still be in the store.</summary>
    public ImmutableArray<string> Garbage { get; init; } = [];
}

/// <summary>One export. How far it has come while it is made is in memory.</summary>
internal sealed record ExportRecord
{
    public required ExportId Id { get; init; }

    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset To { get; init; }

    public required DateTimeOffset Asked { get; init; }

    /// <summary>What the node that makes it shows.</summary>
    public required string Token { get; init; }

    public ExportStep Step { get; init; } = ExportStep.Fetching;

    public ExportFailure Failure { get; init; }

    public long? Bytes { get; init; }

    public TimeSpan Length { get; init; }

    /// <summary>Since when it is not being made any more.</summary>
    public DateTimeOffset? Ended { get; init; }

    public bool IsRunning => Step is ExportStep.Fetching or ExportStep.Converting;
}
