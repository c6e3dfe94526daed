using System.Net;
using Mihari.Identifiers;
using Mihari.Protocol;

namespace Mihari.Silo.Gateway;

/// <summary>The gateway's log messages; event ids 2000 to 2099.</summary>
internal static partial class GatewayLog
{
    [LoggerMessage(2000, LogLevel.Information, "Devices connect to {Endpoint} (plain)")]
    public static partial void ListeningPlain(ILogger logger, EndPoint endpoint);

    [LoggerMessage(2001, LogLevel.Information, "Devices connect to {Endpoint} (TLS)")]
    public static partial void ListeningTls(ILogger logger, EndPoint endpoint);

    [LoggerMessage(2002, LogLevel.Debug, "{Device} connected with epoch {Epoch}")]
    public static partial void Connected(ILogger logger, DeviceId device, long epoch);

    [LoggerMessage(2003, LogLevel.Debug, "{Device} disconnected, epoch {Epoch}")]
    public static partial void Disconnected(ILogger logger, DeviceId device, long epoch);

    [LoggerMessage(2004, LogLevel.Information, "Closing the connection of {Device}, epoch {Epoch}: {Reason}")]
    public static partial void Closing(ILogger logger, DeviceId device, long epoch, CloseReason reason);

    [LoggerMessage(2005, LogLevel.Debug, "Closing a connection from {Address} before its CONNECT: {Reason}")]
    public static partial void ClosingStranger(ILogger logger, EndPoint? address, CloseReason reason);

    [LoggerMessage(2006, LogLevel.Information, "Refused a CONNECT of {Device} from {Address}: {Outcome}")]
    public static partial void Refused(ILogger logger, string device, EndPoint? address, ConnectOutcome outcome);

    [LoggerMessage(2007, LogLevel.Debug, "Refused a CONNECT of {Device} from {Address}: {Outcome}")]
    public static partial void RefusedAgain(ILogger logger, string device, EndPoint? address, ConnectOutcome outcome);

    [LoggerMessage(2008, LogLevel.Warning, "{Device} could not be connected: its grain did not answer")]
    public static partial void ConnectFailed(ILogger logger, DeviceId device, Exception exception);

    [LoggerMessage(2009, LogLevel.Warning, "{Device} sent a malformed {Channel}: {Problem}")]
    public static partial void Malformed(ILogger logger, DeviceId device, Channel? channel, string problem);

    [LoggerMessage(2010, LogLevel.Warning, "A {Channel} of {Device} could not be made durable; the device will send it again")]
    public static partial void NotDurable(ILogger logger, Channel channel, DeviceId device, Exception exception);

    [LoggerMessage(2011, LogLevel.Warning, "The commands of {Device} could not be asked for; it will connect again")]
    public static partial void ListenFailed(ILogger logger, DeviceId device, Exception exception);

    [LoggerMessage(2012, LogLevel.Warning, "The end of epoch {Epoch} of {Device} could not be reported; trying again")]
    public static partial void ReportFailed(ILogger logger, long epoch, DeviceId device, Exception exception);

    [LoggerMessage(2013, LogLevel.Information, "Shedding {Count} connections at {Rate} a second")]
    public static partial void Shedding(ILogger logger, int count, int rate);

    [LoggerMessage(2014, LogLevel.Warning, "Stopping with {Count} ended connections that could not be reported")]
    public static partial void Unreported(ILogger logger, int count);

    [LoggerMessage(2015, LogLevel.Error, "A connection's handler failed")]
    public static partial void HandlerFailed(ILogger logger, Exception exception);

    [LoggerMessage(2016, LogLevel.Warning, "MQTT server, {Source}: {Message}")]
    public static partial void MqttProblem(ILogger logger, string source, string message, Exception? exception);

    [LoggerMessage(2017, LogLevel.Trace, "MQTT server, {Source}: {Message}")]
    public static partial void MqttTrace(ILogger logger, string source, string message, Exception? exception);

    [LoggerMessage(2018, LogLevel.Warning, "Sockets are closed as they come in: {Reason}")]
    public static partial void Overload(ILogger logger, string reason);

    [LoggerMessage(2019, LogLevel.Warning, "{Device} was still ending its last connection; the new one is refused")]
    public static partial void StillEnding(ILogger logger, DeviceId device);

    [LoggerMessage(2020, LogLevel.Information, "What {Device} answered to a ping did not reach who had asked")]
    public static partial void PingLost(ILogger logger, DeviceId device, Exception exception);
}
