using Mihari.Tests.Allocations.Hosts;
using Mihari.Tests.Fleet;
using Mihari.Tests.Fleet.Cameras;
using Xunit.Abstractions;

namespace Mihari.Tests.Allocations;

/// <summary>From a packet at the gateway to its acknowledgement, and what is done of it afterwards.</summary>
[Collection(nameof(MeasuredServer))]
[Trait("Category", "Slow")]
public sealed class MessageTests(MeasuredServer server, ITestOutputHelper output)
{
    /// <summary>So many that a camera's next message comes after its building has told of the one before, which it does ten times a second.</summary>
    private const int Cameras = 60;

    private const int EachInARound = 4;

    /// <summary>Far enough back: a minute that ends in the future says that the device's clock is wrong.</summary>
    private static readonly TimeSpan Ago = TimeSpan.FromDays(5);

    [Fact]
    public async Task Motion_WithinAClip_KeepsItsBudget()
    {
        var cameras = await server.Connect(Cameras);
        foreach (var camera in cameras)
        {
            camera.Say(camera.Packet("event", Motion(camera)));
            camera.AwaitCommand();
        }

        Check(Budgets.CoveredMotion, cameras, camera => ("event", Motion(camera)));
    }

    [Fact]
    public async Task Minute_KeepsItsBudget()
    {
        var minutes = 0;
        Check(Budgets.Minute, await server.Connect(Cameras), camera => ("segment", CameraMessages.Segment(
            new SegmentManifest(camera.Device, Clock.Utc - Ago + TimeSpan.FromMinutes(minutes++), default, default))));
    }

    [Fact]
    public async Task Status_KeepsItsBudget()
    {
        var used = 2_000_000;
        Check(Budgets.Status, await server.Connect(Cameras), camera => ("status", CameraMessages.Status(new CardStatus(camera.Device, used++, default, default))));
    }

    [Fact]
    public async Task Motion_ThatStartsAClip_KeepsItsBudget()
    {
        const int eachRound = 20;
        var cameras = await server.Connect(eachRound * (Rounds.WarmUps + Rounds.Counted));
        var rounds = Rounds.Measure(
            eachRound,
            round => cameras.Skip(round * eachRound).Take(eachRound).Select(camera => (camera, camera.Packet("event", Motion(camera)))).ToList(),
            Start);
        Budgets.FirstMotion.Check(rounds, output);
    }

    private void Check(Budget budget, IReadOnlyList<MeteredCamera> cameras, Func<MeteredCamera, (string Channel, byte[] Payload)> message)
    {
        var rounds = Rounds.Measure(
            cameras.Count * EachInARound,
            _ => Enumerable.Range(0, EachInARound).SelectMany(_ => cameras).Select(camera => (camera, Packet(camera, message(camera)))).ToList(),
            Say);
        budget.Check(rounds, output);
    }

    private static byte[] Packet(MeteredCamera camera, (string Channel, byte[] Payload) message) => camera.Packet(message.Channel, message.Payload);

    private static byte[] Motion(MeteredCamera camera) => CameraMessages.Motion(new MotionEvent(Guid.NewGuid().ToString("N"), camera.Device, Clock.Utc, default, default));

    private static void Say(List<(MeteredCamera Camera, byte[] Packet)> all)
    {
        foreach (var (camera, packet) in all)
            camera.Say(packet);
    }

    /// <summary>The command and the answer are some of what is allocated here, less than two in a hundred of it.</summary>
    private static void Start(List<(MeteredCamera Camera, byte[] Packet)> all)
    {
        foreach (var (camera, packet) in all)
        {
            camera.Say(packet);
            camera.Say(camera.Packet("reply", CameraMessages.NotRecorded(CameraMessages.Command(camera.AwaitCommand()).Id)));
        }
    }
}
