using System.Globalization;
using System.Net;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace Mihari.Benchmarks.Limits;

/// <summary>The least that a gateway on MQTTnet can be: everybody is let in, each message is acknowledged, nothing is done. Ends with its standard input.</summary>
internal static class EmptyBroker
{
    public const string Command = "mqtt-empty";
    private const int Backlog = 4096;

    public static async Task<int> Run(string port)
    {
        var options = new MqttServerOptionsBuilder().WithDefaultEndpoint().WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
            .WithDefaultEndpointPort(int.Parse(port, CultureInfo.InvariantCulture)).WithConnectionBacklog(Backlog).Build();
        using var server = new MqttServerFactory().CreateMqttServer(options);
        server.ValidatingConnectionAsync += static connect =>
        {
            connect.ReasonCode = MqttConnectReasonCode.Success;
            return Task.CompletedTask;
        };
        server.InterceptingPublishAsync += static message =>
        {
            message.ProcessPublish = false;
            message.Response.ReasonCode = MqttPubAckReasonCode.Success;
            return Task.CompletedTask;
        };
        await server.StartAsync();
        await Console.In.ReadLineAsync();
        await server.StopAsync();
        return 0;
    }
}
