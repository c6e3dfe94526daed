using MQTTnet.Protocol;

namespace Mihari.Silo.Gateway;

/// <summary>Why the gateway closes a connection.</summary>
internal enum CloseReason
{
    /// <summary>The packet breaks the rules of MQTT.</summary>
    MalformedPacket,

    /// <summary>A message over 64 KiB.</summary>
    TooLarge,

    /// <summary>A topic that is not the device's own.</summary>
    ForeignTopic,

    /// <summary>A subscription to anything but the device's command topic.</summary>
    ForeignSubscription,

    /// <summary>QoS 2, which the protocol does not use.</summary>
    QualityOfService,

    /// <summary>A topic alias, which the gateway did not offer.</summary>
    TopicAlias,

    /// <summary>A message could not be made durable.</summary>
    NotDurable,

    /// <summary>The device connected again.</summary>
    TakenOver,

    /// <summary>A newer epoch of the device exists, or it was removed.</summary>
    Superseded,

    /// <summary>The device was deleted, or its key is another one now.</summary>
    Expelled,

    /// <summary>The device does not read what is sent to it.</summary>
    SendTimeout,

    /// <summary>The server stops.</summary>
    ShuttingDown,
}

internal static class CloseReasons
{
    /// <summary>How MQTT 5 says it.</summary>
    public static MqttDisconnectReasonCode ToMqtt(this CloseReason reason) => reason switch
    {
        CloseReason.MalformedPacket => MqttDisconnectReasonCode.MalformedPacket,
        CloseReason.TooLarge => MqttDisconnectReasonCode.PacketTooLarge,
        CloseReason.ForeignTopic or CloseReason.ForeignSubscription or CloseReason.Expelled => MqttDisconnectReasonCode.NotAuthorized,
        CloseReason.QualityOfService => MqttDisconnectReasonCode.QoSNotSupported,
        CloseReason.TopicAlias => MqttDisconnectReasonCode.TopicAliasInvalid,
        CloseReason.NotDurable => MqttDisconnectReasonCode.ServerBusy,
        CloseReason.TakenOver or CloseReason.Superseded => MqttDisconnectReasonCode.SessionTakenOver,
        CloseReason.ShuttingDown => MqttDisconnectReasonCode.ServerShuttingDown,
        _ => MqttDisconnectReasonCode.UnspecifiedError,
    };
}
