using System.Diagnostics.Metrics;
using Mihari.Protocol;

namespace Mihari.Silo.Gateway;

/// <summary>What the gateway measures; tags are bounded and never name a device.</summary>
internal sealed class GatewayInstruments
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Mihari.Gateway";

    /// <summary>A tag is an object: made once, not for each message.</summary>
    private static readonly KeyValuePair<string, object?>[] Channels = [.. Enum.GetValues<Channel>().Select(channel => new KeyValuePair<string, object?>("channel", channel.ToString()))];

    private readonly Counter<long> _connects;
    private readonly Counter<long> _messages;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _commands;
    private readonly Histogram<double> _handling;

    public GatewayInstruments(IMeterFactory meters, ConnectionTable connections)
    {
        var meter = meters.Create(MeterName);
        meter.CreateObservableGauge("mihari.gateway.connections", () => connections.Count, "{connection}", "Devices that are connected.");
        _connects = meter.CreateCounter<long>("mihari.gateway.connects", "{connect}", "CONNECT packets by outcome.");
        _messages = meter.CreateCounter<long>("mihari.gateway.messages", "{message}", "Messages of devices by channel and outcome.");
        _refusals = meter.CreateCounter<long>("mihari.gateway.refusals", "{connection}", "Connections closed by the gateway, by reason.");
        _commands = meter.CreateCounter<long>("mihari.gateway.commands", "{command}", "Commands handed to a socket, by outcome.");
        _handling = meter.CreateHistogram<double>("mihari.gateway.handling", "s", "From a message's receipt to its acknowledgement.");
    }

    public void Connected(ConnectOutcome outcome) => _connects.Add(1, new KeyValuePair<string, object?>("outcome", outcome.ToString()));

    public void Handled(Channel channel, string outcome, TimeSpan took)
    {
        var tag = Channels[(int)channel];
        _messages.Add(1, tag, new KeyValuePair<string, object?>("outcome", outcome));
        _handling.Record(took.TotalSeconds, tag);
    }

    public void Closed(CloseReason reason) => _refusals.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));

    public void Sent(bool queued) => _commands.Add(1, new KeyValuePair<string, object?>("outcome", queued ? "queued" : "refused"));
}
