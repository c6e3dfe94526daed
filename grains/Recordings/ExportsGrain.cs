using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Grains.Audit;
using Mihari.Grains.Cameras;
using Mihari.Grains.Capture;
using Mihari.Grains.Media;
using Mihari.Identifiers;
using Mihari.Media;
using Mihari.Recordings;
using Mihari.Refusals;
using Mihari.Timeline;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Mihari.Grains.Recordings;

/// <summary>The converted files of a camera. A file is removed after the state that no longer lists it is durable; what a crash leaves of that is done later.</summary>
internal sealed partial class ExportsGrain(
    [PersistentState("exports")] IPersistentState<ExportsState> store, ITimeline timeline, IMediaStore media, TimeProvider time, ILogger<ExportsGrain> log)
    : AuditedGrain<ExportsState>(store, timeline), IExportsGrain, IRemindable
{
    private const string Upkeep = "upkeep";
    private static readonly TimeSpan UpkeepPeriod = TimeSpan.FromHours(1);

    private readonly Dictionary<ExportId, (DateTimeOffset Heard, int Percent, ExportStep Step)> _progress = [];
    private readonly DateTimeOffset _activated = time.GetUtcNow();
    private DeviceId _camera;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _camera = DeviceId.Parse(this.GetPrimaryKeyString());
        return base.OnActivateAsync(cancellationToken);
    }

    public async Task<ImmutableArray<Export>> List(Caller by)
    {
        var route = await Route(by);
        await Advance();
        return [.. State.Exports.Where(e => IsOf(route, e)).Reverse().Select(View)];
    }

    public async Task<ExportOrder> Begin(Caller by, ExportId export, DateTimeOffset from, DateTimeOffset to)
    {
        var route = await Route(by);
        var now = time.GetUtcNow();
        if (from < route.HistoryFrom)
            throw new InvalidInputException("from", "lies before the camera came to its place");

        await Advance();
        var before = State;
        var next = ExportRules.Asked(before, export, from, to, now, MediaTokens.New);
        if (!ReferenceEquals(next, before))
        {
            await this.RegisterOrUpdateReminder(Upkeep, UpkeepPeriod, UpkeepPeriod);
            _progress[export] = (now, 0, ExportStep.Fetching);
            await Commit(next, Entry(by, route, AuditAction.RecordingExported, next.Exports[^1], now));
        }

        var record = State.Exports.First(e => e.Id == export);
        return new ExportOrder(View(record), ReferenceEquals(next, before) ? null : record.Token, ExportRules.Key(_camera, export));
    }

    public async Task Cancel(Caller by, ExportId export)
    {
        var route = await Route(by);
        if (State.Exports.FirstOrDefault(e => e.Id == export && e.IsRunning && IsOf(route, e)) is { } running)
            await CommitAndSweep(ExportRules.Ended(State, _camera, running, ExportStep.Cancelled, ExportFailure.None, time.GetUtcNow()));
    }

    public async Task<ExportFile> FindFile(Caller by, ExportId export)
    {
        var route = await Route(by);
        await Advance();
        var record = State.Exports.FirstOrDefault(e => e.Id == export && e.Step == ExportStep.Ready && IsOf(route, e))
            ?? throw new UnknownIdException("export", export.Value);

        // A browser asks for a large file in parts, each of which comes here.
        await GrainFactory.GetGrain<IViewings>(_camera.Value).Note(Entry(by, route, AuditAction.ExportDownloaded, record, time.GetUtcNow()), export.Value);
        return new ExportFile(new MediaAddress(ExportRules.Key(_camera, export), "video/mp4"), route.Name, record.From);
    }

    public Task<bool> Report(ExportId export, string token, ExportStep step, int percent)
    {
        if (ExportRules.Running(State, export, token) is null)
            return Task.FromResult(false);

        _progress[export] = (time.GetUtcNow(), Math.Clamp(percent, 0, 99), step);
        return Task.FromResult(true);
    }

    public async Task<bool> Complete(ExportId export, string token, long bytes, TimeSpan length)
    {
        if (ExportRules.Running(State, export, token) is not { } running)
            return State.Exports.Any(e => e.Id == export && e.Step == ExportStep.Ready);

        await CommitAndSweep(ExportRules.Completed(State, _camera, running, bytes, length, time.GetUtcNow()));
        return true;
    }

    public Task Fail(ExportId export, string token, ExportFailure why) => ExportRules.Running(State, export, token) is { } running
        ? CommitAndSweep(ExportRules.Ended(State, _camera, running, ExportStep.Failed, why, time.GetUtcNow()))
        : Task.CompletedTask;

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        await Advance();
        if (State.Exports.IsEmpty && State.Garbage.IsEmpty && await this.GetReminder(Upkeep) is { } reminder)
            await this.UnregisterReminder(reminder);
    }

    /// <summary>What was converted of the time before the camera came to its place belongs to somebody else.</summary>
    private static bool IsOf(CameraRoute route, ExportRecord export) => route.HistoryFrom is not { } since || export.From >= since;

    private Task<CameraRoute> Route(Caller by) => GrainFactory.GetGrain<ICameraStreams>(_camera.Value).FindRoute(by, Permission.ViewRecordings);

    private Task Advance() => CommitAndSweep(ExportRules.Advance(
        State, _camera, id => _progress.TryGetValue(id, out var known) ? known.Heard : _activated, time.GetUtcNow()));

    /// <summary>Makes the state durable, and then removes the files that are not in it any more.</summary>
    private async Task CommitAndSweep(ExportsState next)
    {
        if (!ReferenceEquals(next, State))
            await Commit(next, []);

        foreach (var ended in _progress.Keys.Where(id => !State.Exports.Any(e => e.Id == id && e.IsRunning)).ToList())
            _progress.Remove(ended);

        var garbage = State.Garbage;
        if (garbage.IsEmpty)
            return;

        try
        {
            foreach (var key in garbage)
                await media.Delete(key, CancellationToken.None);
            await Commit(State with { Garbage = State.Garbage.RemoveRange(garbage) }, []);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            NotRemoved(e); // The next hour tries again.
        }
    }

    private Export View(ExportRecord record)
    {
        var view = ExportRules.View(record, _progress.TryGetValue(record.Id, out var known) ? known.Percent : 0);
        return record.IsRunning && known.Step == ExportStep.Converting ? view with { Step = ExportStep.Converting } : view;
    }

    private AuditEntry Entry(Caller by, CameraRoute route, AuditAction action, ExportRecord export, DateTimeOffset now) => AuditLines.New(
        by, now, route.Place.Customer, action, AuditSubject.Device, _camera.Value, route.Name,
        new AuditChange("from", null, AuditLines.Moment(export.From)), new AuditChange("to", null, AuditLines.Moment(export.To)));

    [LoggerMessage(2601, LogLevel.Warning, "Files of exports could not be removed; it is tried again")]
    private partial void NotRemoved(Exception exception);
}
