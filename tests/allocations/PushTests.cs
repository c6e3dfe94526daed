using Microsoft.Extensions.DependencyInjection;
using Mihari.Tests.Allocations.Hosts;
using Mihari.Tests.Fleet.Cameras;
using Mihari.Web.Live;
using Xunit.Abstractions;

namespace Mihari.Tests.Allocations;

/// <summary>From a packet at the gateway to those who watch: a push for each, as none waits for the next.</summary>
[Collection(nameof(MeasuredServer))]
[Trait("Category", "Slow")]
public sealed class PushTests(MeasuredServer server, ITestOutputHelper output)
{
    /// <summary>
    /// So few that all of them have said something before the first may be told of again, after 100 ms, on a slow machine too: then a round takes the same
    /// time everywhere, and what the node asks each projection every two seconds is the same share of what is measured. The hub takes 64 at most.
    /// </summary>
    private const int Cameras = 15;

    private const int EachInARound = 10;

    [Fact]
    public async Task Status_PushedToAPage_KeepsItsBudget()
    {
        var cameras = await server.Connect(Cameras);
        await using var pages = MeteredPages.Open(server.Services.GetRequiredService<ILiveFeeds>(), server.Administrator, cameras);

        Check(Budgets.PushToPage, cameras, static () => { }, () => pages.Await(Cameras));
    }

    [Fact]
    public async Task Status_PushedToAProgram_KeepsItsBudget()
    {
        var cameras = await server.Connect(Cameras);
        using var hub = MeteredHub.Watch(server.WebPort, await server.SignIn(), cameras);

        Check(Budgets.PushToProgram, cameras, hub.Greet, () => hub.Await(Cameras));
    }

    private void Check(Budget budget, IReadOnlyList<MeteredCamera> cameras, Action begin, Action awaitPushes)
    {
        var used = 2_000_000;
        var rounds = Rounds.Measure(
            cameras.Count * EachInARound,
            _ =>
            {
                begin();
                return Enumerable.Range(0, EachInARound)
                    .Select(_ => cameras.Select(camera => (camera, camera.Packet("status", CameraMessages.Status(new CardStatus(camera.Device, used++, default, default))))).ToList())
                    .ToList();
            },
            parts =>
            {
                foreach (var part in parts)
                {
                    foreach (var (camera, packet) in part)
                        camera.Say(packet);
                    awaitPushes();
                }
            });
        budget.Check(rounds, output);
    }
}
