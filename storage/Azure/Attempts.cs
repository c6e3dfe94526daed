using Azure.Core;
using Azure.Core.Pipeline;

namespace Mihari.Storage.Azure;

/// <summary>
/// How often a request was sent. "Not there" in answer to the second attempt of a deletion may well be the work of the
/// first, of which only the answer was lost.
/// </summary>
internal sealed class Attempts
{
    private const string Property = "Mihari.Attempts";

    private int _sent;

    /// <summary>More than one attempt was made.</summary>
    public bool Several => _sent > 1;

    /// <summary>Counts the attempts of the one request that is sent until the scope is left.</summary>
    public IDisposable Follow() => HttpPipeline.CreateHttpMessagePropertiesScope(new Dictionary<string, object?>(StringComparer.Ordinal) { [Property] = this });

    /// <summary>Called for each attempt.</summary>
    public static void Count(HttpMessage message)
    {
        if (message.TryGetProperty(Property, out var value) && value is Attempts attempts)
            attempts._sent++;
    }
}
