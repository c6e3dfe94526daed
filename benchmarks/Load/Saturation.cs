using Mihari.Tests.Fleet;
using Mihari.Tests.Fleet.Cameras;

namespace Mihari.Benchmarks.Load;

/// <summary>What cameras say.</summary>
internal enum MessageKind
{
    /// <summary>Motions.</summary>
    Motions,

    /// <summary>Closed minutes of the recording, and the state of the card with one in ten.</summary>
    Minutes,
}

/// <summary>
/// As many messages as a server takes: each camera has so many on the way, and says the next one as soon as one is acknowledged. For how
/// many there are, not for how long one takes: who waits for a slow server says less to it.
/// </summary>
internal static class Saturation
{
    /// <param name="fleet">Its cameras are connected.</param>
    /// <param name="kind">What they say.</param>
    /// <param name="window">Messages of a camera that wait for their acknowledgement.</param>
    /// <param name="length">For how long.</param>
    /// <returns>The messages that were acknowledged meanwhile, and how long it really was.</returns>
    public static async Task<(int Messages, TimeSpan Length)> Run(CameraFleet fleet, MessageKind kind, int window, TimeSpan length)
    {
        var acknowledged = 0;
        var from = Clock.Now;
        var sayings = fleet.Cameras.Select((camera, number) => new Saying(camera, kind, number)).ToList();
        foreach (var saying in sayings)
        {
            saying.Camera.Settled = _ =>
            {
                Interlocked.Increment(ref acknowledged);
                saying.Next();
            };
        }

        foreach (var saying in sayings)
        {
            for (var i = 0; i < window; i++)
                saying.Next();
        }

        await Clock.Delay(length);
        foreach (var camera in fleet.Cameras)
            camera.Settled = null;
        return (Volatile.Read(ref acknowledged), Clock.Now - from);
    }

    /// <summary>What one camera says, one after another.</summary>
    private sealed class Saying(VirtualCamera camera, MessageKind kind, int number)
    {
        private const int StatusOneIn = 10;

        private readonly DateTimeOffset _firstMinute = Clock.Utc - TimeSpan.FromDays(1);
        private int _said;

        public VirtualCamera Camera => camera;

        public void Next()
        {
            var said = Interlocked.Increment(ref _said);
            if (kind == MessageKind.Motions)
                camera.Fire();
            else if ((said + number) % StatusOneIn == 0)
                camera.FillCard(Clock.Now);
            else
                camera.CloseSegment(Clock.Now, _firstMinute + TimeSpan.FromMinutes(said));
        }
    }
}
