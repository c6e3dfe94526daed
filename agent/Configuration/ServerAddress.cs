using System.Diagnostics.CodeAnalysis;

namespace Mihari.Agent.Configuration;

/// <summary>Where the server's MQTT listener is.</summary>
internal sealed record ServerAddress(string Host, int Port, bool Tls)
{
    public static bool TryParse(string text, [NotNullWhen(true)] out ServerAddress? address)
    {
        address = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0
            || uri.Scheme is not ("mqtt" or "mqtts") || uri.UserInfo.Length > 0 || uri.PathAndQuery.Trim('/').Length > 0)
            return false;

        var tls = uri.Scheme == "mqtts";
        address = new ServerAddress(uri.DnsSafeHost, uri.Port > 0 ? uri.Port : tls ? 8883 : 1883, tls);
        return true;
    }
}
