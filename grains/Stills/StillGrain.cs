using Mihari.Accounts;
using Mihari.Audit;
using Mihari.Cameras;
using Mihari.Grains.Audit;
using Mihari.Grains.Cameras;
using Mihari.Grains.Gateways;
using Mihari.Identifiers;
using Mihari.Media;
using Mihari.Protocol;
using Mihari.Recordings;
using Mihari.Refusals;
using Mihari.Stills;
using Microsoft.Extensions.Logging;

namespace Mihari.Grains.Stills;

/// <summary>The newest picture of a camera, taken when somebody asks. All of it is in memory: what is lost with a silo is taken anew.</summary>
internal sealed partial class StillGrain(IMediaStore media, IUploadAddress web, TimeProvider time, ILogger<StillGrain> log)
    : Grain, IStillGrain, IStillUploads
{
    private DeviceId _id;
    private Still? _newest;
    private StillRun? _run;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _id = DeviceId.Parse(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public async Task<Still?> Get(Caller by)
    {
        var route = await GrainFactory.GetGrain<ICameraStreams>(_id.Value).FindRoute(by, Permission.ViewLive);
        var now = time.GetUtcNow();
        await GrainFactory.GetGrain<IViewings>(_id.Value).Note(
            AuditLines.New(by, now, route.Place.Customer, AuditAction.StillViewed, AuditSubject.Device, _id.Value, route.Name));

        // What lies before belongs to whose camera it was then.
        _newest = _newest?.At < route.HistoryFrom ? null : _newest;
        if (_newest?.At + IStillGrain.Fresh > now)
            return _newest;

        if (route is { Presence: Presence.Online, Gateway: { } gateway } && (_run is null || _run.IsOver(now)))
            await Ask(_run = StillRun.Next(_id, _newest, now), route, gateway);

        if (_run is { } run && !run.IsOver(now))
            await ((Task)run.Came.WaitAsync(IStillGrain.Patience, time)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return _newest;
    }

    public async Task<UploadPermit> BeginUpload(string still, string token)
    {
        var run = _run;
        var answer = run?.Judge(still, token, time.GetUtcNow()) ?? UploadAnswer.Refused;
        if (answer != UploadAnswer.Granted)
            return new UploadPermit(answer, null, 0);

        await media.Delete(run!.Key, CancellationToken.None);
        return new UploadPermit(answer, run.Key, StillRun.MaxBytes);
    }

    public Task CompleteUpload(string still, string token)
    {
        var now = time.GetUtcNow();
        if (_run is not { } run || run.Judge(still, token, now) is UploadAnswer.Refused)
            throw new UnknownIdException("still", still);

        if (run.Complete())
            _newest = new Still(new MediaAddress(run.Key, "image/jpeg"), now);

        return Task.CompletedTask;
    }

    private async Task Ask(StillRun run, CameraRoute route, string gateway)
    {
        var args = new SnapshotArgs { UploadUrl = new Uri(web.Base, $"media/uploads/{_id}/{run.Id}/still?token={run.Token}").AbsoluteUri };
        var command = new Command
        {
            Id = run.Id,
            Name = CommandNames.Snapshot,
            Expires = run.AskedAt + StillRun.Life - route.ClockSkew,
            Args = Wire.Element(args, WireJson.Default.SnapshotArgs),
        };
        try
        {
            if (await GrainFactory.GetGrain<IGatewayGrain>(gateway).Send(_id, route.Epoch, Wire.Write(command, WireJson.Default.Command)))
                return;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            NotAsked(_id, e);
        }

        run.GiveUp();
    }

    [LoggerMessage(2701, LogLevel.Information, "Camera {Camera} could not be asked for a picture")]
    private partial void NotAsked(DeviceId camera, Exception exception);
}
