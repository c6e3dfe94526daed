using System.Net.Sockets;
using Azure;
using Orleans.Storage;

namespace Mihari.Storage.Azure;

/// <summary>
/// Every operation on the account passes here: it is measured, and what the SDK throws when the account could not be
/// used becomes a <see cref="StorageUnavailableException"/>.
/// </summary>
internal sealed class AzureCalls(StorageInstruments instruments, TimeProvider time)
{
    /// <param name="operation">One of a fixed few, such as <c>state.write</c>.</param>
    /// <param name="call">The operation; conditions that were not met are its own to handle.</param>
    /// <param name="cancel">The caller's; only to tell its wish from a time-out.</param>
    /// <exception cref="StorageUnavailableException">Every attempt was throttled, timed out or was not answered. Whether a write has happened is not known.</exception>
    public async Task<T> Run<T>(string operation, Func<Task<T>> call, CancellationToken cancel)
    {
        var start = time.GetTimestamp();
        var outcome = "ok";
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            outcome = Outcome(e, cancel);
            if (outcome is not ("throttled" or "timeout" or "unavailable"))
                throw;

            throw new StorageUnavailableException($"the Azure storage could not be used ({operation}: {outcome}, {Cause(e)})", e);
        }
        finally
        {
            instruments.Azure(operation, outcome, time.GetElapsedTime(start));
        }
    }

    /// <inheritdoc cref="Run{T}"/>
    public Task Run(string operation, Func<Task> call, CancellationToken cancel) => Run(operation, async () =>
    {
        await call().ConfigureAwait(false);
        return true;
    }, cancel);

    /// <summary>What went wrong, in a few words without addresses.</summary>
    public static string Cause(Exception error) => Last(error) switch
    {
        RequestFailedException { Status: > 0 } answered => $"{answered.Status} {answered.ErrorCode}".TrimEnd(),
        { } other when Socket(other) is { } socket => socket.SocketErrorCode.ToString(),
        { } other => other.GetType().Name,
    };

    private static string Outcome(Exception error, CancellationToken cancel) => Last(error) switch
    {
        OperationCanceledException when cancel.IsCancellationRequested => "cancelled",
        InconsistentStateException => "conflict",
        OperationCanceledException or TimeoutException => "timeout",
        RequestFailedException answered => answered.Status switch
        {
            429 or 503 => "throttled",
            408 or 504 => "timeout",
            401 or 403 => "denied",
            404 or 409 or 412 => "conflict",
            0 or >= 500 => "unavailable",
            _ => "failed",
        },
        IOException or HttpRequestException or SocketException => "unavailable",
        _ => "failed",
    };

    /// <summary>The SDK throws all attempts' errors together when none of them was answered.</summary>
    private static Exception Last(Exception error) => error is AggregateException { InnerExceptions: [.., var last] } ? Last(last) : error;

    private static SocketException? Socket(Exception? error) => error is null or SocketException ? error as SocketException : Socket(error.InnerException);
}
