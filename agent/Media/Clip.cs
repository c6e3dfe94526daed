namespace Mihari.Agent.Media;

/// <summary>What was cut out of a recording: a self-contained fragmented MP4 whose time starts at 0.</summary>
/// <param name="Bytes">The whole file.</param>
/// <param name="From">Capture time of the first picture.</param>
/// <param name="To">End of the last picture.</param>
/// <param name="Missing">How much of the span that was asked for is not in it.</param>
internal sealed record Clip(byte[] Bytes, DateTimeOffset From, DateTimeOffset To, TimeSpan Missing)
{
    /// <summary>
    /// Joins fragments, oldest first. Gaps between them are closed up, as players stop at a hole in the time line.
    /// Fragments of another size or encoding than the first one's, with sound or without it, do not fit into one file and are left out.
    /// </summary>
    /// <returns>Null where there is no fragment.</returns>
    public static Clip? Join(IReadOnlyList<CapturedFragment> fragments, DateTimeOffset from, DateTimeOffset to)
    {
        if (fragments.Count == 0)
            return null;

        var init = fragments[0].Fragment.Init;
        var taken = fragments.Where(f => f.Fragment.Init.SameAs(init)).ToList();
        var bytes = new byte[init.Bytes.Length + taken.Sum(f => f.Fragment.Bytes.Length)];
        init.Bytes.CopyTo(bytes.AsSpan());
        var at = init.Bytes.Length;
        var time = new ClipTime();
        var covered = TimeSpan.Zero;
        for (var i = 0; i < taken.Count; i++)
        {
            var fragment = taken[i].Fragment;
            var target = bytes.AsSpan(at, fragment.Bytes.Length);
            fragment.Bytes.CopyTo(target);
            var (pictures, sound) = time.Next(fragment);
            fragment.Retime(target, (uint)i + 1, pictures, sound);
            at += fragment.Bytes.Length;
            covered += Overlap(taken[i], from, to);
        }

        var missing = to - from - covered;
        return new Clip(bytes, taken[0].At, taken[^1].End, missing > TimeSpan.Zero ? missing : TimeSpan.Zero);
    }

    private static TimeSpan Overlap(CapturedFragment fragment, DateTimeOffset from, DateTimeOffset to)
    {
        var start = fragment.At > from ? fragment.At : from;
        var end = fragment.End < to ? fragment.End : to;
        return end > start ? end - start : TimeSpan.Zero;
    }
}
