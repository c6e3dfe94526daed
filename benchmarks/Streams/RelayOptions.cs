using System.Globalization;

namespace Mihari.Benchmarks.Streams;

/// <summary>How much is relayed, and for how long it is measured.</summary>
/// <param name="Viewers">That read.</param>
/// <param name="Cameras">That send, each to its share of the viewers.</param>
/// <param name="Seconds">That are measured, after the warm-up.</param>
/// <param name="Stalled">Viewers besides, that never read.</param>
internal sealed record RelayOptions(int Viewers = 300, int Cameras = 20, int Seconds = 30, int Stalled = 3)
{
    /// <summary>
    /// From when all have a fragment until it is measured. One who never reads is stalled when the system's buffers are full, which takes
    /// some 4 MB on one machine; the server ends it 20 s later.
    /// </summary>
    public TimeSpan WarmUp => TimeSpan.FromSeconds(Stalled > 0 ? 35 : 5);

    /// <exception cref="FormatException">An argument is none of the above; the message says which.</exception>
    public static RelayOptions Parse(string[] args)
    {
        var options = new RelayOptions();
        for (var i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length || !int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                throw new FormatException($"{args[i]}: a whole number must follow");

            options = args[i] switch
            {
                "--viewers" => options with { Viewers = number },
                "--cameras" => options with { Cameras = number },
                "--seconds" => options with { Seconds = number },
                "--stalled" => options with { Stalled = number },
                _ => throw new FormatException($"{args[i]}: no such option"),
            };
        }

        return options is { Viewers: > 0, Cameras: > 0, Seconds: > 0 and < FragmentSource.MostFragments / 2 } && options.Cameras <= options.Viewers
            ? options
            : throw new FormatException("at least one viewer for each camera, and a second to measure");
    }
}
