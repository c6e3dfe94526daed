using Mihari.Accounts;
using Mihari.Buildings;
using Mihari.Identifiers;
using Mihari.Rooms;
using Mihari.Troubles;
using Microsoft.Extensions.Logging;

namespace Mihari.Grains.Troubles;

/// <summary>The newest inquiry of a building. The building says who may ask, and which devices it has.</summary>
internal sealed partial class TroubleRefreshGrain(TimeProvider time, ILogger<TroubleRefreshGrain> log) : Grain, ITroubleRefresh
{
    private TroubleInquiry? _inquiry;

    public async Task<TroubleInquiry> Begin(Caller by)
    {
        var rooms = (await GrainFactory.GetGrain<IBuildingSetup>(this.GetPrimaryKeyString()).GetRooms(by)).Rooms;
        var devices = await Task.WhenAll(rooms.Select(room => GrainFactory.GetGrain<IRoomDevices>(room.Room.Value).GetDevices(by)));
        var now = time.GetUtcNow();
        if (_inquiry is { } newest && (!newest.IsOver || newest.At + ITroubleRefresh.Fresh > now))
            return newest;

        _inquiry = new TroubleInquiry(
            now, [.. devices.SelectMany(room => room.Devices.Select(device => new AskedDevice(device.Device, device.Name, room.Name, DeviceAnswer.Awaited)))]);
        foreach (var device in _inquiry.Devices)
            Ask(by, device).Ignore();

        return _inquiry;
    }

    public async Task<TroubleInquiry?> Get(Caller by)
    {
        await GrainFactory.GetGrain<IBuildingGrain>(this.GetPrimaryKeyString()).GetDashboard(by);
        return _inquiry;
    }

    private async Task Ask(Caller by, AskedDevice device)
    {
        var answer = DeviceAnswer.Silent;
        try
        {
            answer = await GrainFactory.GetGrain<IDevicePing>(device.Device.Value).Ask(by);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            NotAsked(device.Device, e); // It has left the building meanwhile, or its silo is away.
        }

        _inquiry = _inquiry! with { Devices = _inquiry.Devices.Replace(device, device with { Answer = answer }) };
    }

    [LoggerMessage(2802, LogLevel.Information, "Device {Device} could not be asked for its building")]
    private partial void NotAsked(DeviceId device, Exception exception);
}
