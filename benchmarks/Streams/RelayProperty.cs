using Mihari.Benchmarks.Server;
using Mihari.Identifiers;
using Mihari.Tests.Fleet.Cameras;
using Mihari.Tests.Fleet.Property;

namespace Mihari.Benchmarks.Streams;

/// <summary>A customer with a room for each camera, registered as its people would, and the session of its administrator.</summary>
internal static class RelayProperty
{
    public static DeviceId Device(int index) => DeviceId.Parse(CameraFleet.Device(index));

    public static string Key(int index) => CameraFleet.Key(index);

    /// <summary>With the cookies of who may watch, in its session.</summary>
    public static async Task<VirtualProperty> Register(ServerProgram server, int cameras)
    {
        var property = new VirtualProperty(() => [server.Address], new PropertyShape("relay", cameras, PerRoom: 1, RoomsOfABuilding: int.MaxValue / 2));
        var (email, password) = await server.SupportSignIn();
        await property.Register(email, password);
        return property;
    }
}
