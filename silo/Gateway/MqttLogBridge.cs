using System.Globalization;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Exceptions;

namespace Mihari.Silo.Gateway;

/// <summary>
/// MQTTnet's log. What a device does wrong is logged by the gateway itself, so only what the server itself trips over
/// is a warning here.
/// </summary>
internal sealed class MqttLogBridge(ILogger<MqttLogBridge> logger) : IMqttNetLogger
{
    public bool IsEnabled => logger.IsEnabled(LogLevel.Warning);

    public void Publish(MqttNetLogLevel level, string source, string message, object[]? parameters, Exception? exception)
    {
        var isProblem = level == MqttNetLogLevel.Error
            && exception is not (MqttCommunicationException or MqttProtocolViolationException or OperationCanceledException or ObjectDisposedException or IOException);
        if (isProblem)
            GatewayLog.MqttProblem(logger, source, Format(message, parameters), exception);
        else if (logger.IsEnabled(LogLevel.Trace))
            GatewayLog.MqttTrace(logger, source, Format(message, parameters), exception);
    }

    private static string Format(string message, object[]? parameters)
    {
        try
        {
            return parameters is { Length: > 0 } ? string.Format(CultureInfo.InvariantCulture, message, parameters) : message;
        }
        catch (FormatException)
        {
            return message;
        }
    }
}
