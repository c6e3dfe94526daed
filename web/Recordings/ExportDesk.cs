using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Options;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Media;
using Mihari.Recordings;
using Mihari.Web.Streams;

namespace Mihari.Web.Recordings;

/// <summary>
/// Makes converted files (変換済みファイル) in the background, on the node that they were asked for at. One whose node is lost ends as
/// interrupted, by itself at its grain; what the node had in its temporary folder its next start removes.
/// </summary>
internal sealed partial class ExportDesk(
    IGrainFactory grains, RelayNode relay, IMediaStore store, IOptions<ExportOptions> options, TimeProvider time, ILogger<ExportDesk> log) : BackgroundService
{
    private const string FolderPrefix = "mihari-export-";
    private static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _slots = new(options.Value.AtOnce);
    private readonly ConcurrentDictionary<ExportId, Task> _running = new();
    private readonly CancellationTokenSource _stopping = new();

    private string Root => Path.Combine(
        options.Value.Folder ?? Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"{FolderPrefix}{Environment.ProcessId}"));

    /// <summary>Begins an export, or finds it as it stands.</summary>
    /// <exception cref="Refusals.RefusalException">It may not be.</exception>
    public async Task<Export> Begin(Caller caller, DeviceId camera, ExportId id, DateTimeOffset from, DateTimeOffset to)
    {
        var order = await Grain(camera).Begin(caller, id, from, to);
        if (order.Token is not null)
            _running[id] = Task.Run(() => Make(caller, camera, order), CancellationToken.None);

        return order.Export;
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_stopping.IsCancellationRequested)
            return;

        await _stopping.CancelAsync();
        await Task.WhenAll(_running.Values).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _slots.Dispose();
        _stopping.Dispose();
        base.Dispose();
    }

    /// <summary>Removes what nodes of this machine have left that are no more.</summary>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var left in Directory.EnumerateDirectories(options.Value.Folder ?? Path.GetTempPath(), FolderPrefix + "*"))
        {
            var owner = Path.GetFileName(left)[FolderPrefix.Length..];
            if (int.TryParse(owner, NumberStyles.None, CultureInfo.InvariantCulture, out var process) && (process == Environment.ProcessId || !Directory.Exists($"/proc/{process}")))
                Remove(left);
        }

        return Task.CompletedTask;
    }

    private IExportsGrain Grain(DeviceId camera) => grains.GetGrain<IExportsGrain>(camera.Value);

    private async Task Make(Caller caller, DeviceId camera, ExportOrder order)
    {
        var (id, token) = (order.Export.Id, order.Token!);
        var folder = Path.Combine(Root, id.Value);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        var progress = new ExportProgress(Grain(camera), id, token, over, time);
        var why = ExportFailure.Interrupted;
        try
        {
            await using var heart = time.CreateTimer(_ => _ = progress.Beat(), null, BeatEvery, BeatEvery);
            await _slots.WaitAsync(over.Token);
            try
            {
                Directory.CreateDirectory(folder);
                var run = new ExportRun(relay, store, time, caller, camera, order, folder, progress.Report);
                var (bytes, length) = await run.Make(over.Token);
                if (!await Grain(camera).Complete(id, token, bytes, length))
                    await store.Delete(order.Key, CancellationToken.None);
                return;
            }
            finally
            {
                _slots.Release();
            }
        }
        catch (NotFetchedException e)
        {
            why = e.Why;
        }
        catch (NotConvertedException e)
        {
            why = ExportFailure.NotConverted;
            NotConverted(id, e.Message);
        }
        catch (IOException e)
        {
            why = ExportFailure.NoSpace;
            Failed(id, e);
        }
        catch (OperationCanceledException)
        {
            // Called off, or the node stops.
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Failed(id, e);
        }
        finally
        {
            Remove(folder);
            _running.TryRemove(id, out _);
        }

        await Tell(() => Grain(camera).Fail(id, token, why), id);
    }

    private async Task Tell(Func<Task> call, ExportId id)
    {
        try
        {
            await call();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Failed(id, e); // The grain finds it out by hearing nothing more.
        }
    }

    private void Remove(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            NotRemoved(e);
        }
    }

    [LoggerMessage(3501, LogLevel.Warning, "Export {Export} could not be converted: {Reason}")]
    private partial void NotConverted(ExportId export, string reason);

    [LoggerMessage(3502, LogLevel.Warning, "Export {Export} failed")]
    private partial void Failed(ExportId export, Exception exception);

    [LoggerMessage(3503, LogLevel.Warning, "A temporary folder of exports could not be removed")]
    private partial void NotRemoved(Exception exception);
}
