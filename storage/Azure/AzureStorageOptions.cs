using System.Buffers;
using System.ComponentModel.DataAnnotations;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace Mihari.Storage.Azure;

/// <summary>Where the cluster profile keeps grain states, the timeline and media, and how patient it is with that account.</summary>
public sealed class AzureStorageOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "AzureStorage";

    private const int ShortestPrefix = 3;
    private const int LongestPrefix = 20;

    private static readonly SearchValues<char> PrefixCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");

    /// <summary>The account with its key, or with a shared access signature. A secret: it is never logged. Default none; instead of it, both endpoints may be set.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Address of the account's tables, <c>https</c>; signed in to with the identity of the process. Default none.</summary>
    public Uri? TableEndpoint { get; set; }

    /// <summary>Address of the account's blobs, <c>https</c>; signed in to with the identity of the process. Default none.</summary>
    public Uri? BlobEndpoint { get; set; }

    /// <summary>
    /// What the names of tables and containers begin with, so that several installations can share an account;
    /// 3 to 20 lower-case letters and digits, a letter first. Default <c>mihari</c>.
    /// </summary>
    public string Prefix { get; set; } = "mihari";

    /// <summary>How long one attempt of a request may take on the network; 1 s to 2 min, default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a request is repeated that was throttled, timed out or not answered; 0 to 20, default 4.</summary>
    [Range(0, 20)]
    public int Retries { get; set; } = 4;

    /// <summary>
    /// The pause before the first repetition, give or take a fifth; it doubles with each further one, up to 5 s. What the
    /// service asks for in <c>Retry-After</c> goes before it. 1 ms to 5 s, default 200 ms.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:05")]
    public TimeSpan RetryPause { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The rules that lie between the keys. No message holds a connection string, for a part of it is a secret.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var endpoints = (TableEndpoint is null ? 0 : 1) + (BlobEndpoint is null ? 0 : 1);
        if (string.IsNullOrWhiteSpace(ConnectionString) && endpoints < 2)
        {
            yield return Wrong(
                TableEndpoint is null ? nameof(TableEndpoint) : nameof(BlobEndpoint),
                endpoints == 0
                    ? $"{Section}:ConnectionString is missing: set it, or {Section}:TableEndpoint and {Section}:BlobEndpoint"
                    : $"{Section}:{(TableEndpoint is null ? nameof(TableEndpoint) : nameof(BlobEndpoint))} is missing: without {Section}:ConnectionString both endpoints are needed");
        }
        else if (!string.IsNullOrWhiteSpace(ConnectionString))
        {
            if (endpoints > 0)
                yield return Wrong(nameof(ConnectionString), $"{Section}:ConnectionString and {Section}:{(TableEndpoint is null ? nameof(BlobEndpoint) : nameof(TableEndpoint))} are both set: keep one or the other");
            else if (!IsReadable(ConnectionString))
                yield return Wrong(nameof(ConnectionString), $"{Section}:ConnectionString cannot be read: it must be the connection string of a storage account, with its tables and blobs");
        }
        else
        {
            foreach (var (name, endpoint) in new[] { (nameof(TableEndpoint), TableEndpoint!), (nameof(BlobEndpoint), BlobEndpoint!) })
            {
                if (!endpoint.IsAbsoluteUri || endpoint.Scheme != Uri.UriSchemeHttps || endpoint.Query.Length > 0 || endpoint.UserInfo.Length > 0)
                    yield return Wrong(name, $"{Section}:{name} must be an https:// address without user, query or signature");
            }
        }

        if (Prefix is not { Length: >= ShortestPrefix and <= LongestPrefix } || !char.IsAsciiLetterLower(Prefix[0]) || Prefix.AsSpan().ContainsAnyExcept(PrefixCharacters))
            yield return Wrong(nameof(Prefix), $"{Section}:{nameof(Prefix)} is '{Prefix}', but must be {ShortestPrefix} to {LongestPrefix} lower-case letters and digits, a letter first");
    }

    /// <exception cref="StorageUnavailableException">A value is wrong; the message is one line that names the key.</exception>
    internal void Check()
    {
        var results = new List<ValidationResult>();
        if (!Validator.TryValidateObject(this, new ValidationContext(this), results, validateAllProperties: true))
        {
            throw new StorageUnavailableException(string.Join("; ", results.Select(result =>
                result.ErrorMessage!.Contains(Section + ":", StringComparison.Ordinal) ? result.ErrorMessage : $"{Section}:{result.MemberNames.First()}: {result.ErrorMessage}")));
        }
    }

    private static ValidationResult Wrong(string name, string line) => new(line, [name]);

    private static bool IsReadable(string connection)
    {
        try
        {
            _ = new TableServiceClient(connection);
            _ = new BlobServiceClient(connection);
            return true;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }
}
