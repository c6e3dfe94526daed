using Mihari.Accounts;
using Mihari.Cameras;
using Mihari.Grains.Cameras;
using Mihari.Grains.Gateways;
using Mihari.Identifiers;
using Mihari.Protocol;
using Mihari.Troubles;
using Microsoft.Extensions.Logging;

namespace Mihari.Grains.Troubles;

/// <summary>A device that is asked how it is. What it says its gateway tells the camera; here is only whether it said something.</summary>
internal sealed partial class DevicePingGrain(TimeProvider time, ILogger<DevicePingGrain> log) : Grain, IDevicePing, IPingLink
{
    private Ping? _ping;

    public async Task<DeviceAnswer> Ask(Caller by)
    {
        var id = DeviceId.Parse(this.GetPrimaryKeyString());
        var route = await GrainFactory.GetGrain<ICameraStreams>(id.Value).FindRoute(by, Permission.ViewLive);
        if (route is not { Presence: Presence.Online, Gateway: { } gateway })
            return DeviceAnswer.Offline;

        var now = time.GetUtcNow();
        var isNew = _ping is null || _ping.IsOver(now);
        var ping = isNew ? _ping = new Ping(PingCommands.New(), route.Epoch, now) : _ping!;
        var answer = ping.Came.Task.WaitAsync(ping.At + ITroubleRefresh.Patience - now, time);
        if (isNew)
            Send(ping, id, route, gateway).Ignore();

        await ((Task)answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return answer.IsCompletedSuccessfully ? await answer : DeviceAnswer.Silent;
    }

    public Task<bool> Awaits(string command, long epoch) =>
        Task.FromResult(_ping is { } ping && ping.Command == command && ping.Epoch == epoch && !ping.IsOver(time.GetUtcNow()));

    public Task Pong(string command, bool ok)
    {
        if (_ping?.Command == command)
            _ping.Came.TrySetResult(ok ? DeviceAnswer.Answered : DeviceAnswer.Unable);

        return Task.CompletedTask;
    }

    private async Task Send(Ping ping, DeviceId id, CameraRoute route, string gateway)
    {
        var command = new Command { Id = ping.Command, Name = CommandNames.Ping, Expires = ping.At + ITroubleRefresh.Patience - route.ClockSkew };
        try
        {
            if (await GrainFactory.GetGrain<IGatewayGrain>(gateway).Send(id, route.Epoch, Wire.Write(command, WireJson.Default.Command)))
                return;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            NotAsked(id, e);
        }

        ping.Came.TrySetResult(DeviceAnswer.Silent);
    }

    [LoggerMessage(2801, LogLevel.Information, "Device {Device} could not be asked how it is")]
    private partial void NotAsked(DeviceId device, Exception exception);

    private sealed record Ping(string Command, long Epoch, DateTimeOffset At)
    {
        public TaskCompletionSource<DeviceAnswer> Came { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsOver(DateTimeOffset now) => Came.Task.IsCompleted || At + ITroubleRefresh.Patience <= now;
    }
}
