using System.Collections.Immutable;
using Mihari.Grains.Capture;
using Mihari.Grains.Media;
using Mihari.Identifiers;
using Mihari.Recordings;
using Mihari.Refusals;

namespace Mihari.Grains.Recordings;

/// <summary>What requests, the node that makes them, and time do to a camera's exports. Every function returns the same object where nothing changes.</summary>
internal static class ExportRules
{
    /// <summary>Converted files of a camera (manual 2.2); the oldest goes first.</summary>
    public const int MostReady = 10;

    /// <summary>Exports of one camera that are made at once: it has one card and one line.</summary>
    public const int MostRunning = 2;

    /// <summary>How long a converted file is kept (manual 2.2).</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    public static readonly TimeSpan LongestSpan = TimeSpan.FromHours(1);

    /// <summary>One that nothing is heard of for so long is not made any more: its node is gone.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(40);

    /// <summary>How long one that came to nothing is listed.</summary>
    private static readonly TimeSpan FailureShown = TimeSpan.FromDays(1);

    /// <summary>Where the file of an export lies.</summary>
    public static string Key(DeviceId camera, ExportId export) => $"exports/{camera}/{export}.mp4";

    /// <exception cref="InvalidInputException">The id is none, or the span is empty, too long or not past.</exception>
    /// <exception cref="ConflictException">Too many are being made.</exception>
    public static ExportsState Asked(ExportsState state, ExportId id, DateTimeOffset from, DateTimeOffset to, DateTimeOffset now, Func<string> newToken)
    {
        if (state.Exports.Any(e => e.Id == id))
            return state;

        if (id.Value.Length != 32 || id.Value.AsSpan().ContainsAnyExcept("0123456789abcdef"))
            throw new InvalidInputException("id", "must be a UUID");
        if (to <= from || to - from > LongestSpan)
            throw new InvalidInputException("to", "must be after from, and at most an hour later", InputProblem.Range);
        if (from >= now)
            throw new InvalidInputException("from", "must be in the past", InputProblem.Range);
        if (state.Exports.Count(e => e.IsRunning) >= MostRunning)
            throw new ConflictException("camera", $"makes {MostRunning} files at a time", Clash.Full, $"{MostRunning}");

        return state with { Exports = state.Exports.Add(new ExportRecord { Id = id, From = from, To = to < now ? to : now, Asked = now, Token = newToken() }) };
    }

    /// <summary>The one that is being made under that token, or null.</summary>
    public static ExportRecord? Running(ExportsState state, ExportId id, string token) =>
        state.Exports.FirstOrDefault(e => e.Id == id && e.IsRunning && MediaTokens.AreSame(e.Token, token));

    public static ExportsState Completed(ExportsState state, DeviceId camera, ExportRecord export, long bytes, TimeSpan length, DateTimeOffset now)
    {
        var ready = export with { Step = ExportStep.Ready, Bytes = bytes, Length = length, Ended = now };
        var next = state with { Exports = state.Exports.Replace(export, ready) };
        var tooMany = next.Exports.Where(e => e.Step == ExportStep.Ready).OrderByDescending(e => e.Ended).Skip(MostReady).ToList();
        return Removed(next, camera, tooMany);
    }

    public static ExportsState Ended(ExportsState state, DeviceId camera, ExportRecord export, ExportStep step, ExportFailure why, DateTimeOffset now) => state with
    {
        Exports = state.Exports.Replace(export, export with { Step = step, Failure = why, Ended = now }),

        // Its file may be there: the node may have died between the last byte and saying so.
        Garbage = state.Garbage.Add(Key(camera, export.Id)),
    };

    /// <summary>Time went by: what nobody makes any more has ended, what is too old is gone.</summary>
    /// <param name="state">As it stands.</param>
    /// <param name="camera">Whose.</param>
    /// <param name="heard">When something was last heard of those that are made.</param>
    /// <param name="now">The present.</param>
    public static ExportsState Advance(ExportsState state, DeviceId camera, Func<ExportId, DateTimeOffset> heard, DateTimeOffset now)
    {
        var next = state;
        foreach (var lost in state.Exports.Where(e => e.IsRunning && heard(e.Id) + Lease <= now))
            next = Ended(next, camera, lost, ExportStep.Failed, ExportFailure.Interrupted, now);

        var old = next.Exports.Where(e => !e.IsRunning && e.Ended + (e.Step == ExportStep.Ready ? Kept : FailureShown) <= now).ToList();
        return Removed(next, camera, old);
    }

    public static Export View(ExportRecord export, int percent) => new(
        export.Id, export.From, export.To, export.Asked, export.Step, export.Step == ExportStep.Ready ? 100 : export.IsRunning ? percent : 0, export.Failure,
        export.Bytes, export.Length, export.Step == ExportStep.Ready ? export.Ended + Kept : null);

    private static ExportsState Removed(ExportsState state, DeviceId camera, List<ExportRecord> exports) => exports.Count == 0
        ? state
        : state with
        {
            Exports = state.Exports.RemoveRange(exports),
            Garbage = state.Garbage.AddRange(exports.Where(e => e.Step == ExportStep.Ready).Select(e => Key(camera, e.Id))),
        };
}
