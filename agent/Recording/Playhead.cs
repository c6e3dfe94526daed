using Mihari.Agent.Media;

namespace Mihari.Agent.Recording;

/// <summary>A minute as it lay on the card at one moment.</summary>
/// <param name="File">Its path; by the time it is read it may have been overwritten.</param>
/// <param name="Start">Capture time of its first picture.</param>
/// <param name="End">End of its last picture.</param>
/// <param name="InitBytes">Bytes before the first fragment, where it is still being written.</param>
/// <param name="Rows">Its fragments so far, where it is still being written; null where a side file has them.</param>
internal sealed record MinuteOnCard(string File, DateTimeOffset Start, DateTimeOffset End, int InitBytes, IReadOnlyList<int[]>? Rows);

/// <summary>
/// Plays a recording from a moment on: over minutes and gaps, and on with what is being recorded. It never goes back in
/// time, whatever the clock did. Files are read without the ring's lock. Not safe for several threads.
/// </summary>
internal sealed class Playhead(RecordingRing ring, DateTimeOffset from)
{
    /// <summary>How much is read at a time.</summary>
    public static readonly TimeSpan Piece = TimeSpan.FromSeconds(5);

    private DateTimeOffset _at = from;

    /// <summary>The next piece, oldest first; empty where all that is recorded was played.</summary>
    /// <param name="grown">Completes when one more fragment was handed to the card.</param>
    public IReadOnlyList<CapturedFragment> Next(out Task grown)
    {
        while (ring.After(_at, out grown) is { } minute)
        {
            if (Read(minute) is { Count: > 0 } piece)
            {
                _at = piece[^1].End;
                return piece;
            }

            _at = minute.End;
        }

        return [];
    }

    /// <summary>What of the minute can be read: nothing where it was overwritten meanwhile, less where it is damaged.</summary>
    private List<CapturedFragment> Read(MinuteOnCard minute)
    {
        var piece = new List<CapturedFragment>();
        try
        {
            var (initBytes, rows) = (minute.InitBytes, minute.Rows);
            if (rows is null)
            {
                if (RecordingFolder.Read(minute.File, walk: false) is not { } side)
                    return piece;
                (initBytes, rows) = (side.InitBytes, side.Fragments);
            }

            var first = 0;
            while (first + 1 < rows.Count && minute.Start.AddMilliseconds(rows[first + 1][2]) <= _at)
                first++;
            foreach (var fragment in RecordingFolder.ReadFragments(minute.File, minute.Start, initBytes, [.. rows.Skip(first)], f => f.End > _at, _ => true))
            {
                piece.Add(fragment);
                if (fragment.End - piece[0].At >= Piece)
                    break;
            }
        }
        catch (Exception e) when (CardFailure.IsFailure(e) || e is InvalidDataException)
        {
            // Played up to there; the rest of the minute is passed over like a gap.
        }

        return piece;
    }
}
