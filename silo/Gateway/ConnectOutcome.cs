namespace Mihari.Silo.Gateway;

/// <summary>How a CONNECT ended.</summary>
internal enum ConnectOutcome
{
    Accepted,

    /// <summary>Unknown device, wrong key, malformed id, client id ≠ user name: one answer, after one and the same time.</summary>
    Refused,

    /// <summary>Too many failures of this id or address; refused without looking.</summary>
    Blocked,

    /// <summary>The keep-alive is outside 5 to 120 s.</summary>
    KeepAlive,

    /// <summary>MQTT 3.1 or older.</summary>
    Version,

    /// <summary>An authentication method of MQTT 5 that the gateway doesn't know.</summary>
    Method,

    /// <summary>More than one CONNECT a second.</summary>
    TooSoon,

    /// <summary>Too many at once, or a newer connection came first.</summary>
    Busy,

    /// <summary>The camera's grain did not answer.</summary>
    Unavailable,
}
