using System.Net;

namespace Mihari.Tests.Fleet.Cameras;

/// <summary>How all cameras of a fleet behave; the times are those of the edge agent.</summary>
public sealed record FleetSettings(IReadOnlyList<IPEndPoint> Gateways, int PerRoom)
{
    /// <summary>Announced to the server, which notices a silent link after 1.5 times of it.</summary>
    public int KeepAliveSeconds { get; init; } = 18;

    /// <summary>Without a word from the server a camera asks whether it is there.</summary>
    public TimeSpan PingAfter { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>A server that has been silent for this long, its answer to a ping included, is given up.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The same while a message waits for its acknowledgement: a server may take longer over that.</summary>
    public TimeSpan SilenceOverMessage { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>For connecting up to SUBACK, and again for the greeting.</summary>
    public TimeSpan ConnectPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest first pause; the next ones double, and each is a random part of it.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(0.5);

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Addresses that the cameras come from, 127.0.0.1 and up: one alone has too few ports for a storm.</summary>
    public int Sources { get; init; } = 50;

    /// <summary>
    /// A clip is answered for when its last moment is over, as by a camera that has to wait for it; else at once, and then the next event
    /// has a clip of its own.
    /// </summary>
    public bool AnswersAfterClip { get; init; }

    /// <summary>
    /// Uploads what a capture asks for, once it is over; whether the server has it. Null: the cameras have no recording, and say so.
    /// </summary>
    public Func<VirtualCamera, AskedCommand, Task<bool>>? Uploads { get; init; }

    /// <summary>Who may connect; shut, the cameras wait before it.</summary>
    public Gate Gate { get; init; } = new();
}

/// <summary>Open or shut, for all who come.</summary>
public sealed class Gate
{
    private volatile TaskCompletionSource _open = Opened();

    public Task WaitAsync(CancellationToken cancel) => _open.Task.WaitAsync(cancel);

    public void Shut()
    {
        if (_open.Task.IsCompleted)
            _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public void Open() => _open.TrySetResult();

    private static TaskCompletionSource Opened()
    {
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        open.SetResult();
        return open;
    }
}
