namespace Mihari.Tests.Allocations;

/// <summary>How a path is measured: some rounds that are not counted, then those that are.</summary>
internal static class Rounds
{
    public const int WarmUps = 2;

    public const int Counted = 7;

    /// <summary>What the process allocates in each counted round, for one message.</summary>
    /// <param name="messages">In one round.</param>
    /// <param name="prepare">Makes what a round sends; it is not counted.</param>
    /// <param name="send">Sends it and waits for what follows; allocates nothing of its own.</param>
    public static List<double> Measure<T>(int messages, Func<int, T> prepare, Action<T> send)
    {
        var figures = new List<double>();
        for (var round = 0; round < WarmUps + Counted; round++)
        {
            var prepared = prepare(round);
            var before = GC.GetTotalAllocatedBytes(precise: true);
            send(prepared);
            var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
            if (round >= WarmUps)
                figures.Add((double)allocated / messages);
        }

        return figures;
    }
}
