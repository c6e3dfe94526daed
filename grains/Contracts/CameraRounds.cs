using Mihari.Grains.Cameras;
using Mihari.Identifiers;

namespace Mihari.Grains.Contracts;

/// <summary>Asks the cameras of a contract, however many they are, without flooding the cluster.</summary>
internal static class CameraRounds
{
    /// <summary>So many are asked at a time.</summary>
    private const int Together = 100;

    /// <summary>The answers, in the order of the devices.</summary>
    public static async Task<List<(DeviceId Device, bool Answer)>> Ask(
        this IGrainFactory grains, IEnumerable<DeviceId> devices, Func<ICameraSetup, Task<bool>> question)
    {
        var answers = new List<(DeviceId, bool)>();
        foreach (var some in devices.Chunk(Together))
            answers.AddRange(some.Zip(await Task.WhenAll(some.Select(d => question(grains.GetGrain<ICameraSetup>(d.Value))))));

        return answers;
    }
}
