using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Mihari.Storage.Azure;

/// <summary>What of the account a program uses.</summary>
internal sealed record AzureParts(bool Tables)
{
    /// <summary>A silo's: everything but the key ring.</summary>
    public static AzureParts Silo { get; } = new(Tables: true);

    /// <summary>A web node's: media and the key ring.</summary>
    public static AzureParts Web { get; } = new(Tables: false);
}

/// <summary>
/// Makes the tables and containers before any service of the host starts, so that no later request has to look whether
/// they are there. Waits a while for an account that cannot be reached yet.
/// </summary>
internal sealed partial class AzureStart(AzureClients azure, IEnumerable<AzureParts> parts, TimeProvider time, ILogger<AzureStart> logger) : IHostedLifecycleService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>How long an account may be out of reach.</summary>
    internal TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(30);

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var options = azure.Options;
        var (table, blob) = string.IsNullOrWhiteSpace(options.ConnectionString)
            ? (nameof(options.TableEndpoint), nameof(options.BlobEndpoint))
            : (nameof(options.ConnectionString), nameof(options.ConnectionString));
        var start = time.GetTimestamp();
        if (parts.Any(part => part.Tables))
        {
            await Make(table, azure.States.Uri, start, cancel => azure.States.CreateIfNotExistsAsync(cancel), cancellationToken);
            await Make(table, azure.Timeline.Uri, start, cancel => azure.Timeline.CreateIfNotExistsAsync(cancel), cancellationToken);
            await Make(table, azure.States.Uri, start, RefuseOlderLayout, cancellationToken);
            await Make(blob, azure.LargeStates.Uri, start, cancel => azure.LargeStates.CreateIfNotExistsAsync(cancellationToken: cancel), cancellationToken);
        }

        if (parts.Any(part => !part.Tables))
            await Make(blob, azure.Keys.Uri, start, cancel => azure.Keys.CreateIfNotExistsAsync(cancellationToken: cancel), cancellationToken);
        await Make(blob, azure.Media.Uri, start, cancel => azure.Media.CreateIfNotExistsAsync(cancellationToken: cancel), cancellationToken);
        LogReady(logger, options.Prefix);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Under other keys nothing would be found, and all would seem to begin anew.</summary>
    private async Task RefuseOlderLayout(CancellationToken cancel)
    {
        await foreach (var row in azure.States.QueryAsync<TableEntity>((string?)null, 1, ["PartitionKey", "RowKey"], cancel))
        {
            if (row.RowKey != row.PartitionKey)
                throw new StorageUnavailableException($"the tables with the prefix {azure.Options.Prefix} are an older version's: make a backup with that version, and import it under another {AzureStorageOptions.Section}:{nameof(azure.Options.Prefix)}");
            return;
        }
    }

    private async Task Make(string key, Uri address, long start, Func<CancellationToken, Task> make, CancellationToken cancel)
    {
        var cause = "no answer";
        while (true)
        {
            using var patience = new CancellationTokenSource(Positive(Patience - time.GetElapsedTime(start)), time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
            try
            {
                await make(both.Token);
                return;
            }
            catch (Exception e) when (!cancel.IsCancellationRequested && e is not StorageUnavailableException)
            {
                // Where patience has cut an attempt short, the one before tells more.
                if (!patience.IsCancellationRequested)
                    cause = AzureCalls.Cause(e);

                // Neither waiting nor repeating helps against a wrong key or a missing right.
                var refused = e is RequestFailedException { Status: 400 or 401 or 403 };
                if (refused || !IsOfTheNetwork(e) || time.GetElapsedTime(start) + Pause >= Patience)
                {
                    throw new StorageUnavailableException(
                        $"the Azure storage at {address.Authority} {(refused ? "refuses this program" : "cannot be used")} ({cause}): check {AzureStorageOptions.Section}:{key}", e);
                }

                LogWaiting(logger, address.Authority, cause);
            }

            await Task.Delay(Pause, time, cancel);
        }
    }

    private static bool IsOfTheNetwork(Exception error) =>
        error is RequestFailedException or AggregateException or OperationCanceledException or IOException or HttpRequestException;

    private static TimeSpan Positive(TimeSpan span) => span > TimeSpan.Zero ? span : TimeSpan.FromMilliseconds(1);

    [LoggerMessage(5020, LogLevel.Information, "The Azure storage is ready, prefix {Prefix}")]
    private static partial void LogReady(ILogger logger, string prefix);

    [LoggerMessage(5021, LogLevel.Warning, "The Azure storage at {Address} cannot be used yet ({Cause})")]
    private static partial void LogWaiting(ILogger logger, string address, string cause);
}
