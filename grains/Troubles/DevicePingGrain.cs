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
        if (_ping is null || _ping.IsOver(now))
            await Send(_ping = new Ping(PingCommands.New(), now), id, route, gateway);

        var ping = _ping;
        await ((Task)ping.Came.Task.WaitAsync(ITroubleRefresh.Patience, time)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return ping.Came.Task.IsCompletedSuccessfully ? DeviceAnswer.Answered : DeviceAnswer.Silent;
    }

    public Task Pong(string command)
    {
        if (_ping?.Command == command)
            _ping.Came.TrySetResult();

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

        ping.Came.TrySetCanceled();
    }

    [LoggerMessage(2801, LogLevel.Information, "Device {Device} could not be asked how it is")]
    private partial void NotAsked(DeviceId device, Exception exception);

    private sealed record Ping(string Command, DateTimeOffset At)
    {
        public TaskCompletionSource Came { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsOver(DateTimeOffset now) => Came.Task.IsCompleted || At + ITroubleRefresh.Patience <= now;
    }
}
