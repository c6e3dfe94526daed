using Mihari.Accounts;
using Mihari.Buildings;
using Mihari.Identifiers;
using Mihari.Troubles;
using Microsoft.Extensions.Logging;

namespace Mihari.Grains.Troubles;

/// <summary>The newest inquiry of a building. The building says who may ask, and which devices it has.</summary>
internal sealed partial class TroubleRefreshGrain(TimeProvider time, ILogger<TroubleRefreshGrain> log) : Grain, ITroubleRefresh
{
    private TroubleInquiry? _inquiry;

    public async Task<TroubleInquiry> Begin(Caller by)
    {
        var dashboard = await Building.GetDashboard(by);
        if (_inquiry is { IsOver: false } running)
            return running;

        _inquiry = new TroubleInquiry(
            time.GetUtcNow(), [.. dashboard.Cameras.Items.Select(card => new AskedDevice(card.Camera, card.Status.Name, card.RoomName, DeviceAnswer.Awaited))]);
        foreach (var device in _inquiry.Devices)
            Ask(by, device).Ignore();

        return _inquiry;
    }

    public async Task<TroubleInquiry?> Get(Caller by)
    {
        await Building.GetDashboard(by);
        return _inquiry;
    }

    private IBuildingGrain Building => GrainFactory.GetGrain<IBuildingGrain>(this.GetPrimaryKeyString());

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
