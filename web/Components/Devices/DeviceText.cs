using Mihari.Cameras;
using Mihari.Identifiers;
using Mihari.Sensors;

namespace Mihari.Web.Components.Devices;

/// <summary>The words for devices and sensors.</summary>
internal static class DeviceText
{
    public static string KindKey(DeviceKind kind) => kind == DeviceKind.Hub ? "Hub" : "Camera";

    public static string SensorKey(SensorKind kind) => kind == SensorKind.Contact ? "ContactSensor" : "MotionSensor";

    /// <summary>A MAC address as it is printed: <c>00:11:22:33:44:AA</c>.</summary>
    public static string Mac(DeviceId device) => string.Join(':', device.Value.Chunk(2).Select(pair => new string(pair)));
}
