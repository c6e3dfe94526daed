namespace Mihari.Benchmarks.Streams;

/// <summary>What was seen over the measured seconds.</summary>
internal sealed record RelayFigures
{
    public required int Seconds { get; init; }

    /// <summary>Fragments that the cameras sent.</summary>
    public required int Sent { get; init; }

    /// <summary>Fragments of each viewer that reads, fewest first.</summary>
    public required IReadOnlyList<int> Received { get; init; }

    /// <summary>Fragments that a viewer that reads has not been given, between its first and its last; of all of them, warm-up included.</summary>
    public required int Missing { get; init; }

    /// <summary>From the camera's last byte to the viewer's, in milliseconds, shortest first.</summary>
    public required IReadOnlyList<double> Delays { get; init; }

    /// <summary>Processor seconds of the relay a second.</summary>
    public required double Cpu { get; init; }

    /// <summary>Processor seconds a second of the process with cameras and viewers.</summary>
    public required double LoadCpu { get; init; }

    /// <summary>The machine's load average over the last minute.</summary>
    public required double MachineLoad { get; init; }

    public double MegabitsIn => Megabits(Sent);

    public double MegabitsOut => Megabits(Received.Sum());

    public double DelayAt(double share) => Delays.Count == 0 ? double.NaN : Delays[Math.Min(Delays.Count - 1, (int)(Delays.Count * share))];

    private double Megabits(int fragments) => fragments * 8.0 * FragmentSource.FragmentBytes / 1e6 / Seconds;
}
