using Mihari.Cameras;
using Mihari.Identifiers;
using Mihari.Streams;
using Mihari.Tests.Silo.Hosts;

namespace Mihari.Tests.Silo.Gateway;

/// <summary>Who hears the answer to a stream's command.</summary>
[Collection(GatewayCollection.Name)]
public sealed class StreamReplyTests(GatewayHost host)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reply_ToACommandOfAStreamOfItsOwn_GoesToTheStream(bool isLive)
    {
        var device = await host.Register();
        var stream = isLive ? StreamId.Live(device.Id) : StreamId.NewPlayback(device.Id);
        var command = stream.NewCommand();

        var (code, _) = await Mosquitto.Publish(host, device, "reply", $$"""{"command":"{{command}}","ok":false,"error":{"code":"notRecorded","message":"overwritten"} }""");

        Assert.Equal(0, code);
        var answer = (await host.Calls.Next(stream.Value, nameof(IStreamLink.Answer))).Argument<CommandAnswer>();
        Assert.Equal((command, false, "notRecorded"), (answer.Command, answer.Ok, answer.ErrorCode));
        Assert.Empty(host.Calls.Of(device.Name, nameof(ICameraLink.Answer)));
    }

    [Fact]
    public async Task Reply_ToACommandOfAnothersStream_IsNotTheStreams()
    {
        var (device, other) = (await host.Register(), await host.Register());
        var stream = StreamId.Live(other.Id);
        var command = stream.NewCommand();

        var (code, _) = await Mosquitto.Publish(host, device, "reply", $$"""{"command":"{{command}}","ok":false,"error":{"code":"busy","message":"no"} }""");

        Assert.Equal(0, code);
        Assert.Equal(command, (await host.Calls.Next(device.Name, nameof(ICameraLink.Answer))).Argument<CommandAnswer>().Command);
        Assert.Empty(host.Calls.Of(stream.Value, nameof(IStreamLink.Answer)));
    }
}
