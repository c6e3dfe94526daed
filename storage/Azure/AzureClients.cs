using System.Net;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Options;

namespace Mihari.Storage.Azure;

/// <summary>
/// The clients of the storage account, over one pool of connections. Requests are repeated by the SDK's own policy;
/// <see cref="RequestSlots"/> bounds how many are under way.
/// </summary>
internal sealed class AzureClients : IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    // Addresses may change behind a name; a connection that lives for ever would never notice.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(10);

    private readonly HttpClient _http;
    private readonly RequestSlots _slots = new();

    /// <param name="options">Checked here.</param>
    /// <param name="around">Wraps what speaks to the network; for tests.</param>
    /// <exception cref="StorageUnavailableException">A value of the options is wrong.</exception>
    public AzureClients(IOptions<AzureStorageOptions> options, Func<HttpMessageHandler, HttpMessageHandler>? around = null)
    {
        Options = options.Value;
        Options.Check();

        HttpMessageHandler handler = new SocketsHttpHandler
        {
            // Whoever reads media holds a connection without a slot.
            MaxConnectionsPerServer = 4 * RequestSlots.Count,
            PooledConnectionLifetime = ConnectionLifetime,
            ConnectTimeout = Options.AttemptTimeout,
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
        };
        _http = new HttpClient(around?.Invoke(handler) ?? handler) { Timeout = Timeout.InfiniteTimeSpan };

        TableServiceClient tables;
        BlobServiceClient blobs;
        if (string.IsNullOrWhiteSpace(Options.ConnectionString))
        {
            var identity = new DefaultAzureCredential();
            tables = new TableServiceClient(Options.TableEndpoint, identity, Configure(new TableClientOptions()));
            blobs = new BlobServiceClient(Options.BlobEndpoint, identity, Configure(new BlobClientOptions()));
        }
        else
        {
            tables = new TableServiceClient(Options.ConnectionString, Configure(new TableClientOptions()));
            blobs = new BlobServiceClient(Options.ConnectionString, Configure(new BlobClientOptions()));
        }

        States = tables.GetTableClient(Options.Prefix + "State");
        Timeline = tables.GetTableClient(Options.Prefix + "Timeline");
        Media = blobs.GetBlobContainerClient(Options.Prefix + "-media");
        LargeStates = blobs.GetBlobContainerClient(Options.Prefix + "-state");
        Keys = blobs.GetBlobContainerClient(Options.Prefix + "-keys");
    }

    public AzureStorageOptions Options { get; }

    /// <summary>Grain states, a row each.</summary>
    public TableClient States { get; }

    /// <summary>The timeline's entries, and which days have some.</summary>
    public TableClient Timeline { get; }

    public BlobContainerClient Media { get; }

    /// <summary>Grain states that are too large for a row.</summary>
    public BlobContainerClient LargeStates { get; }

    /// <summary>The web's data-protection keys.</summary>
    public BlobContainerClient Keys { get; }

    public void Dispose() => _http.Dispose();

    private T Configure<T>(T options)
        where T : ClientOptions
    {
        options.Transport = new HttpClientTransport(_http);
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = Options.Retries;
        options.Retry.Delay = Options.RetryPause;
        options.Retry.MaxDelay = LongestPause;
        options.Retry.NetworkTimeout = Options.AttemptTimeout;
        options.AddPolicy(_slots, HttpPipelinePosition.PerRetry);
        return options;
    }
}
