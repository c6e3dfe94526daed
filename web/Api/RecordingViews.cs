using Mihari.Recordings;

namespace Mihari.Web.Api;

/// <summary>What a camera's card holds of a span of time; times are the server's.</summary>
/// <param name="From">The start of the span.</param>
/// <param name="To">Its end, at most now.</param>
/// <param name="Minutes">The minutes that are on the card, in order.</param>
/// <param name="Gaps">What lies between them, in order.</param>
public sealed record RecordedSpanView(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<RecordedMinuteView> Minutes, IReadOnlyList<RecordingGapView> Gaps)
{
    internal static RecordedSpanView Of(RecordedSpan of) => new(
        of.From,
        of.To,
        [.. of.Minutes.Select(m => new RecordedMinuteView(
            m.Start, (int)m.Duration.TotalMilliseconds, [.. m.Motion.Select(s => new[] { (int)s.From.TotalMilliseconds, (int)s.To.TotalMilliseconds })]))],
        [.. of.Gaps.Select(g => new RecordingGapView(g.From, g.To, g.Cause))]);
}

/// <summary>A minute on the card.</summary>
/// <param name="Start">When it starts.</param>
/// <param name="DurationMs">How long it lasts, in milliseconds.</param>
/// <param name="Motion">Spans with motion, each from and to in milliseconds from its start.</param>
public sealed record RecordedMinuteView(DateTimeOffset Start, int DurationMs, IReadOnlyList<int[]> Motion);

/// <summary>A span without a recording.</summary>
/// <param name="From">Its start.</param>
/// <param name="To">Its end.</param>
/// <param name="Cause">Why, where it is known.</param>
public sealed record RecordingGapView(DateTimeOffset From, DateTimeOffset To, GapCause Cause);

/// <summary>A converted file, or one that is being made.</summary>
/// <param name="Id">Its id.</param>
/// <param name="From">Its first moment.</param>
/// <param name="To">Its last.</param>
/// <param name="Asked">When it was asked for.</param>
/// <param name="Step">How far it has come.</param>
/// <param name="Percent">Of the whole, 0 to 100.</param>
/// <param name="Failure">Why it came to nothing; null where it did not.</param>
/// <param name="Bytes">Its size; null until it is there.</param>
/// <param name="LengthMs">How much of the span is in it, in milliseconds: gaps are left out.</param>
/// <param name="Expires">Until when it is kept; null until it is there.</param>
/// <param name="Url">Where it is, on this server; null until it is there.</param>
public sealed record ExportView(
    string Id, DateTimeOffset From, DateTimeOffset To, DateTimeOffset Asked, ExportStep Step, int Percent, ExportFailure? Failure, long? Bytes, long LengthMs,
    DateTimeOffset? Expires, string? Url)
{
    internal static ExportView Of(Mihari.Identifiers.DeviceId camera, Export of) => new(
        of.Id.Value, of.From, of.To, of.Asked, of.Step, of.Percent, of.Failure == ExportFailure.None ? null : of.Failure, of.Bytes, (long)of.Length.TotalMilliseconds,
        of.Expires, of.Step == ExportStep.Ready ? $"/media/exports/{camera.Value}/{of.Id.Value}" : null);
}

/// <summary>A camera's converted files.</summary>
/// <param name="Exports">The newest first.</param>
public sealed record ExportListView(IReadOnlyList<ExportView> Exports);

/// <summary>A file that is to be made.</summary>
/// <param name="Id">A UUID of the caller's, so that a repeated request makes it once; without it, a new one.</param>
/// <param name="From">Its first moment.</param>
/// <param name="To">Its last, at most an hour later.</param>
public sealed record NewExportRequest(string? Id, DateTimeOffset? From, DateTimeOffset? To);
