using System.Globalization;
using System.Security.Authentication;
using System.Text;

namespace Mihari.Silo.Notifications;

/// <summary>How calls over http end.</summary>
internal static class HttpEnds
{
    private const int WordBytes = 1 << 10;

    /// <summary>The status and the beginning of the body, of which no more than 1 KiB is read.</summary>
    public static async Task<string> Words(HttpResponseMessage response, CancellationToken cancel)
    {
        var status = string.Create(CultureInfo.InvariantCulture, $"{(int)response.StatusCode} {response.ReasonPhrase}");
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancel);
            var buffer = new byte[WordBytes];
            var read = await body.ReadAtLeastAsync(buffer, WordBytes, throwOnEndOfStream: false, cancel);
            return read == 0 ? status : $"{status}: {Encoding.UTF8.GetString(buffer, 0, read)}";
        }
        catch (Exception e) when (!cancel.IsCancellationRequested && e is IOException or HttpRequestException)
        {
            return status;
        }
    }

    /// <summary>What an exception of a call means; null where it is none of those.</summary>
    public static Attempt? Of(Exception exception) => exception switch
    {
        OutboundRefusedException refused => Attempt.Refused(Hindrance.Guard, refused.Message),
        HttpRequestException { InnerException: AuthenticationException } => Attempt.Delayed(Hindrance.Tls, "TLS failed: the certificate or protocol is not accepted"),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => Attempt.Delayed(Hindrance.Network, "the name cannot be looked up"),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => Attempt.Delayed(Hindrance.Network, "there is no connection"),
        HttpRequestException or IOException => Attempt.Delayed(Hindrance.Network, "the connection broke"),
        _ => null,
    };
}
